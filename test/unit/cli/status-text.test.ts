import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import type { RunEvent } from '../../../schemas/generated/provenance.ts'
import type { StatusReport } from '../../../schemas/generated/status.ts'
import { collectStatus } from '../../../src/cli/status/collect-status.ts'
import { statusText } from '../../../src/cli/status/status-text.ts'
import { openProvenanceLog } from '../../../src/provenance/log.ts'
import { resolveSettings } from '../../../src/settings/resolve.ts'
import { judgeHealth } from '../../../src/verdicts/health/judge-health.ts'
import { healthRanges } from '../../../src/verdicts/health/ranges.ts'

const unknown = { state: 'missing', reason: 'none', next: 'run one' } as const

function report(stale: boolean): StatusReport {
  const model = { id: 'big', origin: 'default', state: 'listed' }
  return {
    schema_version: '1.0',
    ts: '2026-11-28T12:00:00.000Z',
    verdict: 'cannot_tell',
    backend: { setting: 'auto', origin: 'default', answers: null, detail: 'no server', next: null },
    models: { main_model: model, embedder: { ...model, id: 'small' } },
    lastRun: {
      state: 'known',
      ts: stale ? '2026-11-01T12:00:00.000Z' : '2026-11-28T11:00:00.000Z',
      stale,
      status: 'pass',
      backend: 'live',
      failures: [],
      sets: [],
      newer: null,
    },
    objectives: { state: 'judged', stale, verdict: 'pass', from: 'the report', sets: [], notes: [] },
    router: unknown,
    hypotheses: unknown,
    log: unknown,
    health: [],
  }
}

/** A report of the runbook's system. */
function olderReport(timestamp: string): string {
  return JSON.stringify({ timestamp, status: 'PASS', metrics: { pass_rate: 1 } })
}

function loggedRun(ts: string): RunEvent {
  return {
    schema_version: '2.0',
    event_type: 'run',
    ts,
    run_id: 'run',
    backend: 'live',
    status: 'pass',
    replies: 2,
    unmeasured: 0,
    sets: ['facts'],
    duration_ms: 10,
    git_commit: null,
    version: '0.1.0',
  }
}

test('marks the objectives of an old run as stale, with its age', () => {
  const text = statusText(report(true), { columns: Infinity, root: '/project', oneModel: false })
  expect(text).toContain('stale (met then)')
  expect(text).toMatch(/^objectives .*27 days ago/m)
})

test('prints the objectives of a current run as they are', () => {
  const text = statusText(report(false), { columns: Infinity, root: '/project', oneModel: false })
  expect(text).toMatch(/^objectives {2}.*met/m)
  expect(text).not.toContain('stale')
})

test.for([
  ['that does not exist', null, 'does not exist'],
  ['that is damaged', '{', 'cannot be read'],
  ['without a valid time', olderReport('soon'), 'has an invalid time'],
  ['dated after now', olderReport(new Date(Date.now() + 86_400_000).toISOString()), 'is dated after now'],
] as const)(
  'prints once why the run of a report %s is not known, beside a run in the log',
  async ([, content, reason]) => {
    const root = mkdtempSync(join(tmpdir(), 'status-'))
    onTestFinished(() => rmSync(root, { recursive: true }))
    const dir = join(root, '.aios')
    const log = openProvenanceLog(dir)
    log.append(loggedRun(new Date().toISOString()))
    log.close()
    if (content !== null) writeFileSync(join(dir, 'last_report.json'), content)
    const status = await collectStatus(resolveSettings({}, { root, env: { AIOS_BACKEND: 'replay' } }), {
      now: new Date(),
    })
    expect(status.log).toMatchObject({ byType: { run: 1 } })
    const text = stripVTControlCharacters(statusText(status, { columns: Infinity, root, oneModel: false }))
    expect(text).toMatch(/^objectives {2}the last run is not known\nrouter/m)
    expect(text.split('last_report.json')).toHaveLength(2)
    expect(text.split(reason)[0]).toMatch(/^last run .*last_report\.json $/m)
  },
)

const textOf = (change: Partial<StatusReport>) =>
  stripVTControlCharacters(
    statusText({ ...report(false), ...change }, { columns: 80, root: '/project', oneModel: false }),
  )

test('names one model in both roles', () => {
  const words = /main_model and embedder are one model[^]*-> name two models: AIOS_MAIN_MODEL and/
  const options = { columns: 80, root: '/project' }
  expect(stripVTControlCharacters(statusText(report(false), { ...options, oneModel: true }))).toMatch(words)
  expect(textOf({})).not.toMatch(words)
})

test('says once why no measure is known', () => {
  const noSets = 'the last run asked no golden'
  const health = judgeHealth({ sets: [], noSets, drift: noSets }, healthRanges())
  expect(textOf({ health })).toMatch(/^health {6}unknown: the last run asked no golden\n {12}cannot tell/m)
})

test('keeps the columns of the health table apart in a narrow terminal', () => {
  const facts = { total: 20, ran: 20, unjudged: 0, passRate: 0.93, passRateObjective: 0.8, lost: 0 }
  const latency = { p50: 1_719, p95: 15_600 }
  const health = judgeHealth(
    {
      sets: [{ ...facts, set: 'facts', latency, basis: 'replayed', routing: { main_model: 11, embedder: 9 } }],
      drift: 0,
    },
    healthRanges(),
  )
  const text = stripVTControlCharacters(
    statusText({ ...report(false), health }, { columns: 80, root: '/project', oneModel: false }),
  )
  expect(text.slice(text.indexOf('health  ')).split('\n').slice(0, -1).join('\n')).toMatchInlineSnapshot(`
    "health      pass rate                        93 %  outside  it meets its
                                                                objective of 80 %;
                                                                healthy 95 to 100 %,
                                                                red flag below 90 %
                p50               1,719 ms (replayed)  healthy  healthy up to 14.0 s
                p95                 15.6 s (replayed)  healthy  healthy up to
                                                                20.0 s, red flag
                                                                above 25.0 s
                main_model share                 55 %  healthy  healthy 55 to 65 %
                drift                               0  healthy  healthy 0 to 0.1,
                                                                red flag above 0.1"
  `)
  expect(text.split('\n').filter((line) => line.length > 80)).toEqual([])
})
