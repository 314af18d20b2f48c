import { appendFileSync, lstatSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect } from 'vitest'
import validateBaseline from '../../schemas/generated/baseline.validate.js'
import validateState from '../../schemas/generated/router-state.validate.js'
import { lines, realTraffic, traffic, weighed } from '../fixtures/runbook-events.ts'
import { sampleEvent } from '../fixtures/sample-event.ts'
import { killRepeatedly } from '../support/kills.ts'
import { messagesIn, startLogWriter } from '../support/log-writers.ts'
import { filesBelow } from '../support/project-files.ts'
import { type Project, test } from '../support/project.ts'
import { scriptedModels } from '../support/scripted-models.ts'

/** Files of a project by name, without installed packages, and without locks, which are links to nothing. */
function filesOf(project: Project): Map<string, string> {
  const files = filesBelow(project.dir).filter((path) => !lstatSync(path).isSymbolicLink())
  return new Map(files.map((path) => [path.slice(project.dir.length + 1), readFileSync(path, 'utf8')]))
}

const events = (name: string, count: number) =>
  Array.from({ length: count }, (_, at) => `${JSON.stringify(sampleEvent({ msg_id: `${name}${at}` }))}\n`).join('')

describe('kill -9 at random moments', { timeout: 600_000 }, () => {
  test('aios init leaves each file complete or absent, and the next call completes the rest', async ({
    project,
    onTestFinished,
  }) => {
    const server = await scriptedModels(['llama-3-8b', 'llama-3-1b'], () => 'Yes.')
    onTestFinished(() => server.close())
    await mkdir(join(project.dir, 'node_modules/.bin'))
    const args = ['init', '--yes']
    const env = { AIOS_BASE_URL: server.url }
    const given = filesOf(project)
    expect((await project.aios(args, env)).exitCode).toBe(0)
    const complete = filesOf(project)
    const startOver = () => {
      for (const name of filesOf(project).keys()) if (!given.has(name)) rmSync(join(project.dir, name))
      for (const [name, text] of given) writeFileSync(join(project.dir, name), text)
    }
    await killRepeatedly(project, {
      args,
      env,
      before: startOver,
      after() {
        for (const [name, text] of filesOf(project))
          if (!/\.tmp$|\.json\.\d+$/.test(name)) expect([complete.get(name), given.get(name)]).toContain(text)
      },
    })
    expect((await project.aios(args, env)).exitCode).toBe(0)
    const last = [...filesOf(project)].filter(([name]) => !/\.json\.\d+$/.test(name))
    expect(Object.fromEntries(last)).toEqual(Object.fromEntries(complete))
  })

  test('aios baseline restore leaves the old or the new baseline, and a copy of the old', async ({ project }) => {
    const baseline = (reply: string) =>
      `${JSON.stringify({ schema_version: '2.0', version: '0.1.0', sets: { [reply]: { goldens: {} } } })}\n`
    const [copy, path] = ['goldens/copy.json', 'goldens/baseline.json']
    await project.write({ [copy]: baseline('new') })
    const found = new Set<string | undefined>()
    await killRepeatedly(project, {
      args: ['baseline', 'restore', copy, '--yes'],
      before: () => writeFileSync(join(project.dir, path), baseline('old')),
      after() {
        const files = filesOf(project)
        const now = files.get(path)
        expect([baseline('old'), baseline('new')]).toContain(now)
        found.add(now)
        const copies = [...files].filter(([name]) => /baseline\.\d{8}T\d{9}Z\.json$/.test(name))
        expect(copies.every(([, text]) => text === baseline('old'))).toBe(true)
        if (now === baseline('new')) expect(copies.length).toBeGreaterThan(0)
        for (const [name] of copies) rmSync(join(project.dir, name))
      },
    })
    expect(found).toContain(baseline('new'))
  })

  test("aios baseline migrate leaves the runbook's baseline or a current one", async ({ project }) => {
    const tests = Array.from({ length: 2_000 }, (_, at) => ({
      id: `g${at}`,
      question: 'How deep is the lake?',
      trait: 'general',
      response: 'About 40 metres.',
      latency_ms: 8_615.06,
      source: 'embedder',
      tier: 'trivial_low',
    }))
    const old = JSON.stringify({
      timestamp: '2025-10-07T17:34:05',
      golden_set: 'lakes.json',
      total_tests: 2_000,
      tests,
    })
    const path = join(project.dir, 'goldens/baseline.json')
    await project.write({ 'goldens/baseline.json': old })
    await killRepeatedly(project, {
      args: ['baseline', 'migrate', '--in-place'],
      before: () => writeFileSync(path, old),
      after() {
        const now = readFileSync(path, 'utf8')
        if (now === old) return
        expect(validateBaseline(JSON.parse(now))).toBe(true)
        const copies = [...filesOf(project)].filter(([name]) => /baseline\.\d{8}T\d{9}Z\.json$/.test(name))
        expect(copies.some(([, text]) => text === old)).toBe(true)
      },
    })
  })

  test('aios router migrate leaves the older state or a current one', async ({ project }) => {
    const path = join(project.dir, '.aios/adaptive_routing_state.json')
    const old = JSON.stringify({
      timestamp: '2025-10-09T03:01:24.435345',
      buckets: { control: { sample_count: 40 }, treatment: { boundary_offset: 0.05, sample_count: 44 } },
      conversation_buckets: Object.fromEntries(Array.from({ length: 5_000 }, (_, at) => [`conv_${at}`, 'control'])),
    })
    await project.write({ '.aios/adaptive_routing_state.json': old })
    await killRepeatedly(project, {
      args: ['router', 'migrate', '--in-place'],
      before: () => writeFileSync(path, old),
      after() {
        const now = readFileSync(path, 'utf8')
        if (now === old) return
        expect(validateState(JSON.parse(now))).toBe(true)
        const copies = [...filesOf(project)].filter(([name]) => /state\.\d{8}T\d{9}Z\.json$/.test(name))
        expect(copies.some(([, text]) => text === old)).toBe(true)
      },
    })
  })

  test('aios events merge leaves the old or the new file, and nothing else', async ({ project }) => {
    await project.write({ 'a/provenance.ndjson': events('a', 1_500), 'b/provenance.ndjson': events('b', 1_500) })
    writeFileSync(join(project.dir, 'b/provenance.20261123T100000000Z.ndjson.gz'), gzipSync(events('z', 1_500)))
    const old = events('old', 10)
    const args = ['events', 'merge', 'a', 'b', '--out', 'merged.ndjson']
    const path = join(project.dir, 'merged.ndjson')
    await killRepeatedly(project, {
      args,
      before: () => writeFileSync(path, old),
      after() {
        const now = readFileSync(path, 'utf8')
        if (now !== old) expect(now.trimEnd().split('\n')).toHaveLength(4_510)
      },
    })
    expect((await project.aios(args)).exitCode).toBe(0)
    expect(readdirSync(project.dir).filter((name) => name.startsWith('.aios-merge'))).toEqual([])
  })

  test('aios events migrate in place loses nothing of two writers', async ({ project }) => {
    const dir = join(project.dir, '.aios')
    await project.write({
      '.aios/hypotheses.ndjson': lines(realTraffic()),
      '.aios/provenance.ndjson': events('first', 500),
    })
    const writers = await Promise.all([
      startLogWriter('append-until-stopped.ts', dir, 'current', '100'),
      startLogWriter('append-older-events.ts', join(dir, 'hypotheses.ndjson'), 'older', '100'),
    ])
    let added = 0
    const args = ['events', 'migrate', '--in-place']
    const killed = await killRepeatedly(project, {
      args,
      // There is always something to convert in both files.
      before() {
        const event = { ...traffic(added, weighed(added)), msg_id: `added:${added++}` }
        appendFileSync(join(dir, 'provenance.ndjson'), `${JSON.stringify(event)}\n`)
      },
      after: () => {},
    })
    expect(killed).toBeGreaterThan(0)
    const counts = await Promise.all(writers.map((writer) => writer.stop()))
    const last = await project.aios(args)
    expect(last.exitCode, last.output).toBe(0)
    const { ids, repeated, skipped } = await messagesIn(dir)
    expect(skipped).toMatchObject({ broken: 0, unreadable: [] })
    const named = [...ids.keys()].filter((id) => /^(current|older|added):|^first/.test(id))
    expect(named).toHaveLength(500 + added + counts.reduce((sum, count) => sum + count, 0))
    expect(repeated.filter((id) => named.includes(id))).toEqual([])
    expect(readdirSync(dir).filter((name) => /\.(tmp|pending)$/.test(name))).toEqual([])
  })

  test('aios events migrate in place reports a process that keeps the old file open, and adds its events later', async ({
    project,
  }) => {
    const dir = join(project.dir, '.aios')
    await project.write({ '.aios/hypotheses.ndjson': `${JSON.stringify(traffic(1, weighed(1)))}\n` })
    const writer = await startLogWriter('append-older-events.ts', join(dir, 'hypotheses.ndjson'), 'older', '20', 'held')
    const args = ['events', 'migrate', '--in-place']
    const first = await project.aios(args)
    expect(first).toMatchObject({ exitCode: 1, output: expect.stringContaining('goes on writing to the old file') })
    const count = await writer.stop()
    expect((await project.aios(args)).exitCode).toBe(0)
    const { ids, repeated } = await messagesIn(dir)
    expect([ids.size, repeated]).toEqual([count + 1, []])
  })
})
