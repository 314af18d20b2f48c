import { appendFileSync, mkdtempSync, readdirSync, readlinkSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { followLog, type WrittenEvent } from '../../../../src/cli/events/follow.ts'
import { lineOf } from '../../../../src/provenance/event-line.ts'
import { migrateInPlace } from '../../../../src/provenance/legacy/migrate-in-place.ts'
import { lines, realGoldens, realTraffic } from '../../../fixtures/runbook-events.ts'
import { sampleEvent } from '../../../fixtures/sample-event.ts'

const line = (id: string, ts = new Date().toISOString()) => `${lineOf(sampleEvent({ msg_id: id, ts }))}\n`
const idsOf = (events: readonly WrittenEvent[] | undefined) =>
  events?.map((event) => ('msg_id' in event ? event.msg_id : null))

function followed(content: string) {
  const dir = mkdtempSync(join(tmpdir(), 'follow-'))
  const path = join(dir, 'provenance.ndjson')
  writeFileSync(path, content)
  const stop = new AbortController()
  const events = followLog(dir, stop.signal)
  onTestFinished(async () => {
    stop.abort()
    await events.return(undefined)
    rmSync(dir, { recursive: true })
  })
  return { path, next: async () => idsOf((await events.next()).value as WrittenEvent[] | undefined) }
}

test('returns a line whole that was begun before', async () => {
  const begun = line('begun')
  const { path, next } = followed(line('before') + begun.slice(0, 50))
  const first = next()
  appendFileSync(path, begun.slice(50))
  expect(await first).toEqual(['begun'])
})

test.for([0, 65_535, 65_536, 300_000])('returns a line that begins after a torn one of %i bytes', async (length) => {
  const { path, next } = followed(`${line('before')}${'x'.repeat(length)}`)
  const first = next()
  appendFileSync(path, `\n${line('next')}`)
  expect(await first).toEqual(['next'])
})

const hour = 3_600_000
const ago = (ms: number) => new Date(Date.now() - ms).toISOString()

test('returns events of a replaced log that the old file does not have, whatever their times are', async () => {
  const before = line('before') + line('future', ago(-24 * hour))
  const { path, next } = followed(before)
  const first = next()
  appendFileSync(path, line('first'))
  expect(await first).toEqual(['first'])
  const second = next()
  writeFileSync(`${path}.tmp`, before + line('complete before', ago(hour)) + line('second', ago(-hour)))
  renameSync(`${path}.tmp`, path)
  expect(await second).toEqual(['complete before', 'second'])
})

test.runIf(process.platform === 'linux')('does not return a log again that is removed and copied back', async () => {
  const before = line('before') + line('other')
  const { path, next } = followed(before)
  const first = next()
  const isOpen = () =>
    readdirSync('/proc/self/fd').some((fd) => targetOf(`/proc/self/fd/${fd}`) === `${path} (deleted)`)
  rmSync(path)
  await expect.poll(isOpen).toBe(false)
  writeFileSync(path, before)
  appendFileSync(path, line('first'))
  expect(await first).toEqual(['first'])
})

test('does not return a log again that is migrated', async () => {
  const { path, next } = followed(lines([...realTraffic(), ...realGoldens()]))
  const first = next()
  const { state } = await migrateInPlace(path)
  expect(state).toBe('migrated')
  appendFileSync(path, line('first'))
  expect(await first).toEqual(['first'])
})

function targetOf(link: string): string | null {
  try {
    return readlinkSync(link)
  } catch {
    return null
  }
}
