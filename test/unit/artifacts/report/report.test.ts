import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import validateComparison from '../../../../schemas/generated/comparison.validate.js'
import validateReport from '../../../../schemas/generated/report.validate.js'
import { describeErrors, type SchemaError } from '../../../../schemas/validate.ts'
import { compareSets, judgeSlo } from '../../../../src/evidence.ts'
import type { GoldenResult, SetResults } from '../../../../src/verdicts/results.ts'
import type { RunOutcome } from '../../../../src/provenance/run-outcome.ts'
import { buildReport, type SetOutcome } from '../../../../src/artifacts/report/report.ts'
import { whyFailed, whySetFailed } from '../../../../src/artifacts/report/why-failed.ts'
import { ReportError, writeReportFiles } from '../../../../src/artifacts/report/report-files.ts'
import { temporaryFolder } from '../../../support/folder.ts'

const RUN: RunOutcome = {
  runId: '0c5e',
  endedAt: '2026-11-23T10:20:30.456Z',
  backend: 'replay',
  status: 'fail',
  durationMs: 1_234,
  gitCommit: null,
  version: '0.1.0',
}

function golden(
  id: string,
  facts: { passed?: boolean; source?: 'main_model' | 'embedder'; latencyMs?: number } = {},
): GoldenResult {
  const { passed = true, source = 'embedder', latencyMs = 100 } = facts
  const measured = { firstTokenMs: null, completionTokens: null, origin: 'replayed' } as const
  const replies = [
    { repeat: 0, source, model: source === 'embedder' ? 'small' : 'large', passed, latencyMs, ...measured },
  ]
  return { id, trait: 'fact', fingerprint: `print-${id}`, replies, unmeasured: [] }
}

const LOST = { repeat: 0, cause: 'unreachable', evidence: 'ECONNREFUSED', remedy: 'start the server' }

function outcome(): SetOutcome {
  const goldens = [
    golden('a', { source: 'main_model', latencyMs: 300 }),
    golden('b', { passed: false }),
    { ...golden('c'), replies: [], unmeasured: [LOST] },
  ]
  const results: SetResults = { set: 'sample', ids: ['a', 'b', 'c', 'd'], goldens }
  const baseline = [golden('a', { source: 'main_model', latencyMs: 100 }), golden('b', { passed: false }), golden('z')]
  const comparison = compareSets(baseline, results, { tolerance: 0.25, mode: 'point' })
  const slo = judgeSlo(results, { passRate: 0.95, boundaryDrift: 0.08 }, { boundary: 0.5 })
  return {
    file: 'goldens/sample_set.json',
    status: 'fail',
    runProblem: null,
    results,
    baseline,
    configurations: null,
    looks: null,
    comparison,
    slo,
  }
}

const UNWEIGHED = { interval: null, p: null, n: 2, repeats: 1 }

interface Validator {
  (data: unknown): boolean
  errors?: SchemaError[] | null
}

function problems(validate: Validator, data: unknown): string[] {
  return validate(data) ? [] : describeErrors(validate.errors)
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'))
}

test('a report says what the run found', () => {
  const dir = join(temporaryFolder(), '.aios')
  const files = writeReportFiles(dir, RUN, [outcome()])
  expect(files).toStrictEqual({
    report: join(dir, 'last_report.json'),
    comparison: join(dir, 'comparisons', 'comparison_20261123T102030456Z_0c5e.json'),
  })
  const report = readJson(files.report)
  expect(problems(validateReport, report)).toStrictEqual([])
  expect(report).toStrictEqual({
    schema_version: '2.0',
    run_id: '0c5e',
    ts: '2026-11-23T10:20:30.456Z',
    backend: 'replay',
    status: 'fail',
    duration_ms: 1_234,
    git_commit: null,
    version: '0.1.0',
    comparison_file: 'comparisons/comparison_20261123T102030456Z_0c5e.json',
    sets: [
      {
        set: 'sample',
        file: 'goldens/sample_set.json',
        status: 'fail',
        counts: {
          total: 4,
          ran: 3,
          passed: 1,
          failed: 1,
          known_failures: 1,
          unmeasured: 1,
          unjudged: 0,
          passed_on_retry: 0,
          not_run: 1,
        },
        routing: { main_model: 1, embedder: 1, main_share: 0.5 },
        latency: {
          mean_ms: 200,
          p50_ms: 100,
          p95_ms: 300,
          basis: 'replayed',
          cache: { cold: 0, mixed: 0, warm: 0, unknown: 2 },
        },
        comparison: {
          verdict: 'fail',
          passes: false,
          policy: { tolerance: 0.25, quality: 0.125, mode: 'point', on_inconclusive: 'pass' },
          drift: 0.03,
          metrics: [
            {
              metric: 'latency',
              scale: 'relative',
              baseline: 100,
              current: 200,
              change: 1,
              limit: 0.25,
              ...UNWEIGHED,
              verdict: 'fail',
            },
            {
              metric: 'quality',
              scale: 'relative',
              baseline: 0.5,
              current: 0.5,
              change: 0,
              limit: -0.25,
              ...UNWEIGHED,
              verdict: 'pass',
            },
            {
              metric: 'routing',
              scale: 'points',
              baseline: 0.5,
              current: 0.5,
              change: 0,
              limit: 0.25,
              ...UNWEIGHED,
              verdict: 'pass',
            },
          ],
          basis: { baseline: 'replayed', current: 'replayed' },
          compared: 2,
          broke: [],
          slower: [],
          improved: [],
          moved: [],
          not_compared: { stale: 0, missing: 1, extra: 0, not_run: 1, unmeasured: 1 },
        },
        slo: {
          verdict: 'fail',
          objectives: [
            {
              objective: 'pass_rate',
              target: 0.95,
              value: 1 / 3,
              met: false,
              n: 3,
              shown: { confidence: 0.95, bound: expect.closeTo(0.8646, 4), verdict: 'missed', goldens: 3, needs: null },
            },
            { objective: 'boundary_drift', target: 0.08, value: 0, met: true, n: 1, shown: null },
            { objective: 'error_rate', target: null, value: 1 / 3, met: true, n: 3, shown: null },
          ],
        },
        unmeasured: [{ id: 'c', ...LOST }],
        goldens: [
          {
            id: 'a',
            trait: 'fact',
            verdict: 'pass',
            known_failure: false,
            source: 'main_model',
            model: 'large',
            latency_ms: 300,
            repeats: 1,
          },
          {
            id: 'b',
            trait: 'fact',
            verdict: 'fail',
            known_failure: true,
            source: 'embedder',
            model: 'small',
            latency_ms: 100,
            repeats: 1,
          },
          {
            id: 'c',
            trait: 'fact',
            verdict: 'unmeasured',
            known_failure: false,
            source: null,
            model: null,
            latency_ms: null,
            repeats: 0,
          },
        ],
      },
    ],
  })
  const comparison = readJson(files.comparison ?? '')
  expect(problems(validateComparison, comparison)).toStrictEqual([])
  expect(comparison).toMatchObject({
    run_id: '0c5e',
    verdict: 'fail',
    sets: [{ set: 'sample', missing: ['z'], not_run: ['d'] }],
  })
})

test('a report without a baseline says why nothing was compared', () => {
  const dir = join(temporaryFolder(), '.aios')
  const files = writeReportFiles(dir, RUN, [{ ...outcome(), baseline: null, comparison: 'no baseline yet', slo: null }])
  const report = readJson(files.report)
  expect(problems(validateReport, report)).toStrictEqual([])
  expect(report).toMatchObject({
    comparison_file: null,
    sets: [{ counts: { known_failures: 0 }, comparison: { verdict: null, reason: 'no baseline yet' }, slo: null }],
  })
  expect(files.comparison).toBeNull()
  expect(readdirSync(dir)).toStrictEqual(['last_report.json'])
})

test('an inconclusive run is valid on disk too', () => {
  const dir = join(temporaryFolder(), '.aios')
  const results: SetResults = {
    set: 'sample',
    ids: ['a'],
    goldens: [{ ...golden('a'), replies: [], unmeasured: [LOST] }],
  }
  const comparison = compareSets([golden('a')], results, { tolerance: 0.25, mode: 'point' })
  const slo = judgeSlo(results, { p95Ms: 1 }, { boundary: 0.5 })
  const files = writeReportFiles(dir, RUN, [
    {
      file: 'f',
      status: 'fail',
      runProblem: null,
      results,
      baseline: [golden('a')],
      configurations: null,
      looks: null,
      comparison,
      slo,
    },
  ])
  expect(problems(validateReport, readJson(files.report))).toStrictEqual([])
  expect(problems(validateComparison, readJson(files.comparison ?? ''))).toStrictEqual([])
})

describe('retention', () => {
  test('keeps the newest 50 and touches nothing else', () => {
    const dir = join(temporaryFolder(), '.aios')
    const comparisons = join(dir, 'comparisons')
    mkdirSync(comparisons, { recursive: true })
    const old = Array.from(
      { length: 60 },
      (_, index) => `comparison_202501011200${String(index).padStart(2, '0')}000Z_r.json`,
    )
    const others = ['comparison_notes.json', 'comparison_20250101T000000000Z_r.json.bak', 'readme.md']
    for (const name of [...old.map((name) => name.replace('20250101', '20250101T')), ...others])
      writeFileSync(join(comparisons, name), '')
    const { comparison } = writeReportFiles(dir, RUN, [outcome()])
    const left = readdirSync(comparisons)
    expect(left).toHaveLength(50 + others.length)
    expect(left).toStrictEqual(expect.arrayContaining(others))
    expect(left.map((name) => join(comparisons, name))).toContain(comparison)
    expect(left).toContain('comparison_20250101T120059000Z_r.json')
    expect(left).not.toContain('comparison_20250101T120010000Z_r.json')
  })

  test('a run id cannot lead out of the folder', () => {
    const dir = join(temporaryFolder(), '.aios')
    const { comparison } = writeReportFiles(dir, { ...RUN, runId: '../../x' }, [outcome()])
    expect(comparison).toBe(join(dir, 'comparisons', 'comparison_20261123T102030456Z_------x.json'))
  })
})

test('a folder that cannot be written is named with its remedy', () => {
  const dir = join(temporaryFolder(), '.aios')
  writeFileSync(dir, 'a file')
  expect(() => writeReportFiles(dir, RUN, [outcome()])).toThrow(ReportError)
  expect(() => writeReportFiles(dir, RUN, [outcome()])).toThrow(/cannot write .*: (ENOTDIR|EEXIST).*\n.*set AIOS_DIR/)
})

describe('why a run failed', () => {
  const report = (set: SetOutcome) => buildReport(RUN, [set], null)

  test('names the goldens that fail newly, and counts the known failures', () => {
    const { baseline, ...rest } = outcome()
    const goldens = ['a', 'b', 'c\u001b', 'd', 'e'].map((id) => golden(id, { passed: false }))
    const results = { set: 'sample', ids: goldens.map(({ id }) => id), goldens }
    const failed = { ...rest, baseline, results, comparison: 'the suite does not compare', slo: null }
    expect(whyFailed(report(failed))).toStrictEqual([
      String.raw`sample: 4 new failures: a, c\x1b, d and 1 more (1 known)`,
    ])
    expect(whyFailed(report({ ...failed, baseline: null }))[0]).toMatch(/: 5 new failures: a, b, .* and 2 more$/)
  })

  test('names what else failed a set, or the run', () => {
    expect(whyFailed(report(outcome()))).toStrictEqual([
      'sample: 1 golden could not be measured; worse than the baseline: mean latency; an objective is not met',
    ])
    const results = { set: 'sample', ids: ['a'], goldens: [golden('a')] }
    const other = { ...outcome(), results, slo: null, comparison: 'the baseline does not contain this set' }
    expect(whyFailed(report(other))[0]).toMatch(
      /^sample: no golden .*; baseline: the baseline does not contain this set$/,
    )
    expect(whyFailed(report({ ...other, status: 'pass' }))).toStrictEqual([
      expect.stringMatching(/another test or a file failed/),
    ])
    expect(whyFailed({ ...report(other), status: 'pass' })).toStrictEqual([])
    expect(whyFailed({ ...report(other), sets: [] })).toStrictEqual([expect.stringMatching(/^no golden set ran/)])
  })

  test('tells an objective that cannot be judged from one that is not met, and names goldens that a retry hid', () => {
    const { slo, counts, ...set } = report(outcome()).sets[0]!
    const because = (verdict: 'pass' | 'inconclusive', retried: number) =>
      whySetFailed({ ...set, slo: { ...slo!, verdict }, counts: { ...counts, passed_on_retry: retried } })
    expect(because('inconclusive', 0)).toMatch(/; an objective cannot be judged$/)
    expect(because('pass', 2)).toMatch(/; 2 goldens passed only on a retry; worse than/)
  })
})
