import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Overview } from '../../../schemas/generated/dashboard.ts'
import type { ResponseEvent } from '../../../schemas/generated/provenance.ts'
import { writeReportFiles } from '../../../src/artifacts/report/report-files.ts'
import { overviewView } from '../../../src/dashboard/views/overview.ts'
import { GoldenIndex } from '../../../src/dashboard/views/event/golden-place.ts'
import { judgeSlo } from '../../../src/evidence.ts'
import type { LogFilter } from '../../../src/provenance/query/log-filter.ts'
import { openLogQuery } from '../../../src/provenance/query/open-query.ts'
import { resolveSettings } from '../../../src/settings/resolve.ts'
import { goldenTest } from '../../fixtures/runbook-events.ts'
import { sampleEvent } from '../../fixtures/sample-event.ts'
import { temporaryFolder } from '../../support/folder.ts'

const NOW = Date.parse('2026-11-28T00:00:00Z')
const DAY = 86_400_000

/** A reply of the old format, some days after the first one. */
const older = (day: number) => ({
  ...goldenTest(day, `greeting_${day % 3}`),
  ts: new Date(Date.parse('2025-10-07T15:53:12Z') + day * DAY).toISOString().slice(0, -1),
})
const OLDER = Array.from({ length: 12 }, (_, index) => older(5 * index))

const inRun = (
  run: string,
  day: number,
  golden: string,
  { set = 'capitals', ...changes }: Partial<ResponseEvent> & { set?: string } = {},
) =>
  sampleEvent({
    run_id: run,
    msg_id: `${run} ${set} ${golden}`,
    ts: new Date(NOW - day * DAY).toISOString(),
    golden: { set, id: golden, trait: 'general', fingerprint: 'f' },
    ...changes,
  })

/** The report of a run of a set that should pass 95 % of its goldens. */
function writeReport(dir: string): void {
  const reply = { repeat: 0, source: 'embedder', model: 'm', passed: true, latencyMs: 70, firstTokenMs: 3 } as const
  const replies = [{ ...reply, completionTokens: 2, origin: 'measured' as const }]
  const goldens = [{ id: 'a', trait: 'general', fingerprint: 'f', replies, unmeasured: [] }]
  const results = { set: 'capitals', ids: ['a'], goldens }
  const facts = { runProblem: null, baseline: null, configurations: null, looks: null, comparison: 'no baseline' }
  const run = { runId: 'three', backend: 'live', status: 'pass', durationMs: 1, gitCommit: null, version: '0' } as const
  const slo = judgeSlo(results, { passRate: 0.95 }, { boundary: 0.5 })
  writeReportFiles(dir, { ...run, endedAt: new Date(NOW).toISOString() }, [
    { file: 'goldens/capitals.json', status: 'pass', results, slo, ...facts },
  ])
}

async function overviewOf(events: readonly object[], filter: LogFilter = {}): Promise<Overview> {
  const root = temporaryFolder()
  const log = join(root, '.aios')
  mkdirSync(log, { recursive: true })
  writeFileSync(join(log, 'provenance.ndjson'), events.map((event) => `${JSON.stringify(event)}\n`).join(''))
  writeReport(log)
  const query = await openLogQuery(log, { reader: 'stream' })
  onTestFinished(() => query.close())
  const settings = resolveSettings({}, { root, env: {} })
  const sources = {
    settings,
    log,
    query,
    label: false,
    startedAt: NOW,
    startCommand: () => 'npx aios dashboard',
    isExport: false,
    goldens: new GoldenIndex(root),
    vitestUi: () => Promise.resolve(null),
  }
  return overviewView(sources, { filter, now: NOW, params: new Map() })
}

test('replies of older formats, which name no run, have trends over the time', async () => {
  const { window, series } = await overviewOf(OLDER)
  expect(window.everyMs).toBeGreaterThan(0)
  expect(series).toHaveLength(OLDER.length)
})

test('replies of older formats stay where they were beside runs, also beside a run of a part of the goldens', async () => {
  const whole = ['a', 'b', 'c', 'd', 'e'].map((golden) => inRun('whole', 4, golden))
  const { window, series, figures } = await overviewOf([...OLDER, ...whole, inRun('part', 2, 'a')])
  expect(window.everyMs).toBeGreaterThan(0)
  expect(series.length).toBeGreaterThan(2)
  expect(series.reduce((sum, { count }) => sum + count, 0)).toBe(figures.replies)
  expect(figures.replies).toBe(OLDER.length + 6)
})

test('a window with hypotheses only is not one run', async () => {
  const { window, series } = await overviewOf([{ ...inRun('question', 1, 'a'), hypothesis: 'small-is-faster' }])
  expect(series).toEqual([])
  expect(window.everyMs).not.toBeNull()
})

test('runs of goldens alone have a point each', async () => {
  const { window, series } = await overviewOf([inRun('one', 2, 'a'), inRun('one', 2, 'b'), inRun('two', 1, 'a')])
  expect(window.everyMs).toBeNull()
  expect(series.map(({ count }) => count)).toEqual([2, 1])
})

describe('a run of a part of the goldens', () => {
  const GOLDENS = ['a', 'b', 'c', 'd', 'e']
  const whole = (run: string, day: number) => GOLDENS.map((golden) => inRun(run, day, golden))
  const events = [
    ...whole('one', 5),
    ...whole('two', 4),
    inRun('part', 3, 'a', { verdict: 'fail' }),
    ...whole('three', 2),
  ]

  test('has no point in the trend, but its failure counts', async () => {
    const { series, figures, notes, objectives } = await overviewOf(events)
    const objective = Array.isArray(objectives) ? objectives[0] : undefined
    expect(objective?.trend.map(({ n }) => n)).toEqual([5, 5, 5])
    expect(objective?.budget).toMatchObject({ bad: 1, all: 16 })
    expect(series.map(({ count }) => count)).toEqual([5, 5, 5])
    expect(figures).toMatchObject({ replies: 16, fail: 1 })
    expect(notes).toEqual([expect.stringMatching(/^1 run of a part/)])
  })

  test('has no point where it asked another set before', async () => {
    const sums = (run: string, day: number) => inRun(run, day + 0.01, 'sum', { set: 'sums' })
    const { objectives, series, notes } = await overviewOf([
      ...['one', 'two', 'part', 'three'].map((run, index) => sums(run, 5 - index)),
      ...events,
    ])
    const objective = Array.isArray(objectives) ? objectives[0] : undefined
    expect(objective?.trend.map(({ n }) => n)).toEqual([5, 5, 5])
    // It asked the other set in full.
    expect(series.map(({ count }) => count)).toEqual([6, 6, 2, 6])
    expect(notes).toHaveLength(1)
  })

  test('is the same run whatever the page filters by', async () => {
    const kept = whole('four', 1).map((event, index) => ({ ...event, source: index < 4 ? 'main_model' : event.source }))
    const { series, notes } = await overviewOf([...events, ...kept], { source: 'embedder' })
    expect(series.map(({ count }) => count)).toEqual([5, 5, 5, 1])
    expect(notes).toHaveLength(1)
  })
})

describe('replayed replies', () => {
  const measured = ['a', 'b', 'c', 'd'].map((golden) =>
    inRun('live', 3, golden, { verdict: golden === 'a' ? 'fail' : 'pass' }),
  )
  const replayed = ['two', 'three'].flatMap((run, index) =>
    ['a', 'b', 'c', 'd'].map((golden) => inRun(run, 2 - index, golden, { origin: 'replayed' })),
  )
  const budgetIn = async (events: readonly object[], filter: LogFilter = {}) => {
    const { figures, objectives } = await overviewOf(events, filter)
    const objective = Array.isArray(objectives) ? objectives[0] : undefined
    return { replayed: figures.replayed, budget: objective?.budget, points: objective?.trend.length }
  }

  test('do not pay for a measured failure in the error budget', async () => {
    expect(await budgetIn([...measured, ...replayed])).toMatchObject({
      replayed: 8,
      budget: { origin: 'measured', leftOut: 8, bad: 1, all: 4, left: expect.closeTo(-4) },
      points: 3,
    })
  })

  test.for([
    ['measured', 0, { leftOut: 0, bad: 1, all: 4 }],
    ['replayed', 8, { leftOut: 0, bad: 0, all: 8 }],
  ] as const)('count where the page shows %s ones alone', async ([origin, count, budget]) => {
    expect(await budgetIn([...measured, ...replayed], { origin })).toMatchObject({
      replayed: count,
      budget: { origin, ...budget },
    })
  })
})
