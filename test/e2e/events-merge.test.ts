import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect } from 'vitest'
import { lines, traffic, weighed } from '../fixtures/runbook-events.ts'
import { sampleEvent } from '../fixtures/sample-event.ts'
import { test } from '../support/aios-in-turn.ts'
import type { Project } from '../support/project.ts'

/** The line of an event, `minute` after ten o'clock. */
const line = (msg_id: string, minute: number) =>
  `${JSON.stringify(sampleEvent({ msg_id, ts: `2026-11-23T10:${String(minute).padStart(2, '0')}:00.000Z` }))}\n`

const idsIn = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((each) => (JSON.parse(each) as { msg_id: string }).msg_id)

async function merge(project: Project, ...args: string[]) {
  const { exitCode, output } = await project.aios(['events', 'merge', ...args, '--json'])
  return { exitCode, facts: JSON.parse(output) as Record<string, unknown> }
}

describe('aios events merge', { timeout: 60_000 }, () => {
  test('merges folders with archives and a torn line in order of time, each event once', async ({ project }) => {
    await project.write({
      // Overlaps with its archive, and ends in a line that a killed process left.
      'a/provenance.ndjson': `${line('a3', 3)}${line('a5', 5)}{"schema_version":"2.0","msg_id":"to`,
      'b/provenance.ndjson': `${line('b4', 4)}${line('a3', 3)}\r\n${line('b1', 1)}`,
      'b/hypotheses.ndjson': lines([traffic(1, weighed(1)), traffic(1, weighed(1))]),
      'c/machine.ndjson': line('b4', 4),
    })
    writeFileSync(
      join(project.dir, 'a/provenance.20261123T100330000Z.ndjson.gz'),
      gzipSync(line('a2', 2) + line('a3', 3)),
    )
    const { exitCode, facts } = await merge(project, 'a', 'b', 'c', '--out', 'all/merged.ndjson')
    expect(exitCode).toBe(0)
    expect(facts).toMatchObject({ read: 10, duplicates: 4, written: 6, broken: 1, unreadable: [] })
    const [first, ...rest] = (await project.read('all/merged.ndjson')).split('\n')
    expect(JSON.parse(first ?? '')).toMatchObject({ conv_id: 'conv_1' })
    expect(idsIn(rest.join('\n'))).toEqual(['b1', 'a2', 'a3', 'b4', 'a5'])
    expect(readdirSync(join(project.dir, 'all'))).toEqual(['merged.ndjson'])
    const counted = await project.aios(['events', '--count', '--json', '--log', 'all/merged.ndjson'])
    expect(JSON.parse(counted.output)).toMatchObject({ total: 6 })
  })

  test('takes a migrated event and its older form for one', async ({ project }) => {
    await project.write({
      'a/hypotheses.ndjson': lines([traffic(1, weighed(1)), traffic(2, { ...weighed(2), latency_ms: 9 })]),
    })
    await project.aios(['events', 'migrate', 'a/hypotheses.ndjson', '--to', 'b/hypotheses.ndjson'])
    expect((await merge(project, 'a', 'b', '--out', 'merged.ndjson')).facts).toMatchObject({
      duplicates: 2,
      written: 2,
    })
  })

  test('adds to a file that exists, compressed by its name, and repeats nothing', async ({ project }) => {
    await project.write({ 'a/provenance.ndjson': line('a1', 1), 'b/provenance.ndjson': line('b0', 0) })
    await merge(project, 'a', '--out', 'merged.ndjson.gz')
    await merge(project, 'a/*.ndjson', 'b', '--out', 'merged.ndjson.gz')
    const { facts } = await merge(project, 'b', '--out', 'merged.ndjson.gz')
    expect(facts).toMatchObject({ duplicates: 1, written: 2 })
    expect(idsIn(gunzipSync(readFileSync(join(project.dir, 'merged.ndjson.gz'))).toString())).toEqual(['b0', 'a1'])
  })

  test('keeps what can be read of a damaged archive, and ends with exit code 1', async ({ project }) => {
    await project.write({ 'a/provenance.ndjson': line('a1', 1) })
    const archive = gzipSync(Array.from({ length: 2_000 }, (_, at) => line(`z${at * 7_919}`, at % 60)).join(''))
    writeFileSync(join(project.dir, 'a/x.ndjson.gz'), archive.subarray(0, archive.length / 2))
    const { exitCode, facts } = await merge(project, 'a', '--out', 'merged.ndjson')
    expect(exitCode).toBe(1)
    expect(facts['unreadable']).toMatchObject([{ reason: 'unexpected end of file' }])
    expect(idsIn(await project.read('merged.ndjson'))).toContain('a1')
  })
})
