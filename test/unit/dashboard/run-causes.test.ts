import { describe, expect, test } from 'vitest'
import type { SetComparison } from '../../../schemas/generated/comparison.ts'
import type { Compared, GoldenReport, Report, SetReport } from '../../../schemas/generated/report.ts'
import { causesText } from '../../../src/dashboard/views/run-cause.ts'
import { causesOf } from '../../../src/dashboard/views/run-causes.ts'

const golden = (id: string, source: GoldenReport['source']): GoldenReport => ({
  id,
  trait: 'fact',
  verdict: 'pass',
  known_failure: false,
  source,
  model: 'm',
  latency_ms: 1,
  repeats: 1,
})

const COMPARED: Compared = {
  verdict: 'pass',
  passes: true,
  policy: { tolerance: 0.25, quality: 0.1, mode: 'evidence', on_inconclusive: 'pass' },
  drift: 0.03,
  metrics: [],
  basis: { baseline: 'measured', current: 'measured' },
  compared: 4,
  broke: [],
  slower: [],
  improved: [],
  moved: [],
  not_compared: { stale: 0, missing: 0, extra: 0, not_run: 0, unmeasured: 0 },
}

const slower: Compared['metrics'][number] = {
  metric: 'latency',
  baseline: 2_059,
  current: 5_202,
  change: 1.5,
  limit: 0.25,
  n: 4,
  verdict: 'fail',
  scale: 'relative',
  interval: null,
  p: null,
  repeats: 1,
}

function set(name: string, changes: Partial<SetReport> = {}): SetReport {
  return {
    set: name,
    file: `goldens/${name}.json`,
    status: 'fail',
    counts: { total: 4, ran: 4, passed: 4, failed: 0, known_failures: 0, unmeasured: 0, not_run: 0 },
    routing: { main_model: 2, embedder: 2, main_share: 0.5 },
    latency: { mean_ms: 1, p50_ms: 1, p95_ms: 1, basis: 'measured' },
    comparison: COMPARED,
    slo: null,
    unmeasured: [],
    goldens: [golden('oslo', 'main_model'), golden('rome', 'embedder')],
    ...changes,
  }
}

function report(sets: SetReport[], changes: Partial<Report> = {}): Report {
  return {
    schema_version: '2.0',
    run_id: 'r',
    ts: '2026-11-28T00:00:00.000Z',
    backend: 'live',
    status: 'fail',
    duration_ms: 1,
    git_commit: null,
    version: '0.1.0',
    comparison_file: null,
    sets,
    ...changes,
  }
}

const SLOW_OBJECTIVE: NonNullable<SetReport['slo']> = {
  verdict: 'fail',
  objectives: [
    { objective: 'p95_ms', target: 6_000, value: 8_400, met: false, n: 4, shown: null },
    { objective: 'pass_rate', target: 0.9, value: 1, met: true, n: 4, shown: null },
  ],
}

describe('the causes of a failed run', () => {
  test('are a proven regression first, then each missed objective with its value', () => {
    const causes = causesOf(
      report([
        set('first', { slo: SLOW_OBJECTIVE }),
        set('work', { comparison: { ...COMPARED, verdict: 'fail', passes: false, metrics: [slower] } }),
      ]),
      [],
    )
    expect(causesText(causes)).toBe(
      'work: mean latency 2,059 ms → 5,202 ms. first: p95 latency 8,400 ms, target at most 6,000 ms (4 replies).',
    )
    expect(causes.map(({ measure }) => measure)).toEqual(['p95Ms', 'p95Ms'])
  })

  test('are missing replies with their cause and remedy, which explain an empty comparison', () => {
    const lost = { repeat: 0, cause: 'unreachable', evidence: 'connect ECONNREFUSED', remedy: 'Start the server.' }
    const counts = { total: 4, ran: 4, passed: 0, failed: 0, known_failures: 0, unmeasured: 4, not_run: 0 }
    const reason = 'none of the 4 goldens that ran can be compared (4 not measured): see why the goldens got no reply'
    const causes = causesOf(
      report([
        set('first', {
          counts,
          unmeasured: [
            { id: 'oslo', ...lost },
            { id: 'rome', ...lost },
          ],
          comparison: { ...COMPARED, verdict: 'inconclusive', passes: false, reason },
        }),
      ]),
      [],
    )
    expect(causes).toEqual([
      {
        kind: 'no reply',
        set: 'first',
        text: '4 goldens got no reply (unreachable: connect ECONNREFUSED)',
        measure: 'errorRate',
        next: 'Start the server.',
      },
    ])
  })

  test('are the models that changed, with their roles, before the comparison that they leave open', () => {
    const reason = 'none of the 2 goldens that ran can be compared (2 changed since the baseline): record it again'
    const stale: SetComparison['stale'] = [
      { id: 'oslo', changed: 'model', baseline: 'large', current: 'small' },
      { id: 'rome', changed: 'model', baseline: 'small', current: 'large' },
    ]
    const compared = { set: 'first', stale } as SetComparison
    const inconclusive = set('first', { comparison: { ...COMPARED, verdict: 'inconclusive', passes: false, reason } })
    expect(causesText(causesOf(report([inconclusive]), [compared]))).toBe(
      'first: models changed: main_model large → small, embedder small → large; 2 goldens are not compared; the comparison is inconclusive, because its models changed.',
    )
    expect(causesOf(report([set('first', { status: 'pass' })], { status: 'pass' }), [compared])).toMatchObject([
      { kind: 'models' },
    ])
  })

  test('are new failures, replies without a verdict, and passes only on a retry', () => {
    const counts = { total: 4, ran: 4, passed: 1, failed: 2, known_failures: 1, unmeasured: 0, unjudged: 1, not_run: 0 }
    const causes = causesOf(report([set('first', { counts: { ...counts, passed_on_retry: 1 } })]), [])
    expect(causesText(causes)).toBe(
      'first: 2 goldens failed: 1 new, 1 known; 1 golden not judged; 1 golden passed only on a retry.',
    )
  })

  test.each([
    ['no backend answered', report([], { backend: 'none' }), 'No backend could answer.'],
    ['no set ran to its end', report([]), 'no golden set ran to its end: see the output of the run.'],
    [
      'a set has no reason of its own',
      report([set('first', { comparison: { verdict: null, reason: 'there is no baseline' } })]),
      'first: no golden or objective is the reason: see the output of the run; baseline: there is no baseline.',
    ],
    [
      'something else failed',
      report([set('first', { status: 'pass' })]),
      'the golden sets passed, but another test or a file failed: see its output.',
    ],
  ])('are said where %s', (_, failed, text) => {
    expect(causesText(causesOf(failed, []))).toBe(text)
  })
})
