import { describe, expect, test } from 'vitest'
import { annotations, jobSummary } from '../../../reporters/github.ts'
import { duration, Progress } from '../../../reporters/progress.ts'
import { type RunFiles, summary } from '../../../reporters/summary.ts'
import { wrapLines } from '../../../src/text/wrapped.ts'
import { compareSets } from '../../../src/verdicts/regression/comparison.ts'
import type { GoldenResult } from '../../../src/verdicts/results.ts'
import { judgeSlo } from '../../../src/verdicts/slo/judge.ts'
import type { SetOutcome } from '../../../src/artifacts/report/report.ts'

const golden = (
  id: string,
  latencyMs: number,
  passed = true,
  source: 'main_model' | 'embedder' = 'main_model',
): GoldenResult => ({
  id,
  trait: 'facts',
  fingerprint: 'f',
  replies: [
    { repeat: 0, source, model: source, passed, latencyMs, firstTokenMs: 5, completionTokens: 9, origin: 'measured' },
  ],
  unmeasured: [],
})
const unmeasured = (id: string): GoldenResult => ({
  ...golden(id, 1),
  replies: [],
  unmeasured: [{ repeat: 0, cause: 'unreachable', evidence: 'ECONNREFUSED', remedy: 'lms server start' }],
})

function outcome(
  set: string,
  baseline: GoldenResult[],
  goldens: GoldenResult[],
  status: SetOutcome['status'],
): SetOutcome {
  const results = { set, ids: goldens.map(({ id }) => id), goldens }
  return {
    file: 'goldens/set.json',
    status,
    runProblem: null,
    results,
    baseline,
    configurations: null,
    looks: null,
    comparison: compareSets(baseline, results, { tolerance: 0.25, mode: 'point' }),
    slo: judgeSlo(results, { passRate: 0.95, p95Ms: 1_000 }, { boundary: 0.5 }),
  }
}

const files: RunFiles = {
  log: { path: 'dir/provenance.ndjson', events: 3 },
  report: 'dir/last_report.json',
  comparison: null,
  baseline: null,
  cassettes: [],
}
const passing = outcome(
  'facts',
  [golden('a', 100), golden('b', 50, true, 'embedder')],
  [golden('a', 110), golden('b', 52, true, 'embedder')],
  'pass',
)
const failing = outcome(
  'sums',
  [golden('a', 100), golden('b', 100), golden('old', 9)],
  [golden('a', 300, false), unmeasured('b'), golden('new', 80)],
  'fail',
)
const hostile = outcome(
  'evil \u001b[31mred\u001b[0m | <img src=x> @someone',
  [golden('\u202ea', 100)],
  [golden('\u202ea', 400, false)],
  'fail',
)

describe('summary', () => {
  test('prints the results of each set, and the paths of the files', () => {
    expect(summary([passing, failing], files, ['the log ended in a torn line'], { columns: 100, colour: false }))
      .toMatchInlineSnapshot(`
        " goldens    facts  2/2 pass
         routing    main_model 50 %, embedder 50 %
         latency    mean 81 ms, p50 52 ms, p95 110 ms (measured)
         baseline   mean latency 75 ms -> 81 ms (+8.0 %, limit +25), n 2: pass
                    pass rate 100 % -> 100 % (0.0 %, limit -25), n 2: pass
                    main_model share 50 % -> 50 % (0.0 points, limit ±25), n 2: pass
         slo        passRate 1 (at least 0.95), n 2: met (not shown at 95 %: bound 0.224, needs n = 59)
                    p95Ms 110 ms (at most 1,000 ms), n 2: met (not shown at 95 %: needs n = 59)
         status     PASS

         goldens    sums  1/3 pass, 1 failed, 1 could not be measured
         routing    main_model 100 %, embedder 0 %
         latency    mean 190 ms, p50 80 ms, p95 300 ms (measured)
         baseline   mean latency 100 ms -> 300 ms (+200.0 %, limit +25), n 1: fail
                    pass rate 100 % -> 0 % (-100.0 %, limit -25), n 1: fail
                    main_model share 100 % -> 100 % (0.0 points, limit ±25), n 1: pass
                    broke: a
                    in the baseline but no longer in the set: old
                    not in the baseline: new
         slo        passRate 0.333 (at least 0.95), n 3: not met (shown at 95 %)
                    p95Ms 300 ms (at most 1,000 ms), n 2: inconclusive (1 golden has questions without a
                    reply, whose latency is not known; not shown at 95 %: needs n = 93)
                    errorRate 0.333 (no limit set), n 3: reported
         status     FAIL: 1 new failure: a; 1 golden could not be measured; worse than the baseline: mean
                    latency, pass rate; an objective is not met

         note       the log ended in a torn line
         log        dir/provenance.ndjson (3 events)
         report     dir/last_report.json"
      `)
  })

  test('fits a narrow terminal', () => {
    const text = summary([passing, failing], files, [], { columns: 50, colour: false })
    const longest = Math.max(...text.split('\n').map((line) => line.length))
    expect(longest).toBeLessThanOrEqual(50)
  })

  test('uses colour if enabled, and escapes control characters', () => {
    expect(summary([passing], files, [], { columns: 80, colour: true })).toContain('\u001b[32mPASS')
    const text = summary([hostile], files, [], { columns: 80, colour: false })
    expect(text).not.toMatch(/[\u001b\u202e]/)
    expect(text).toContain(String.raw`evil \x1b[31mred`)
  })
})

describe('GitHub', () => {
  test('job summary', () => {
    expect(jobSummary([passing, failing], 'replayed: recorded 2026-11-24', [])).toMatchInlineSnapshot(`
      "## Golden sets

      replayed: recorded 2026-11-24

      | set | pass | main_model | p50 / p95 | status |
      | --- | --- | --- | --- | --- |
      | facts | 2/2 | 50 % | 52 ms / 110 ms measured | ✅ pass |
      | sums | 1/3 | 100 % | 80 ms / 300 ms measured | ❌ fail |

      **facts**

      - mean latency 75 ms -> 81 ms (+8.0 %, limit +25), n 2: pass
      - pass rate 100 % -> 100 % (0.0 %, limit -25), n 2: pass
      - main_model share 50 % -> 50 % (0.0 points, limit ±25), n 2: pass
      - passRate 1 (at least 0.95), n 2: met (not shown at 95 %: bound 0.224, needs n = 59)
      - p95Ms 110 ms (at most 1,000 ms), n 2: met (not shown at 95 %: needs n = 59)

      **sums**

      - mean latency 100 ms -> 300 ms (+200.0 %, limit +25), n 1: fail
      - pass rate 100 % -> 0 % (-100.0 %, limit -25), n 1: fail
      - main_model share 100 % -> 100 % (0.0 points, limit ±25), n 1: pass
      - broke: a
      - passRate 0.333 (at least 0.95), n 3: not met (shown at 95 %)
      - p95Ms 300 ms (at most 1,000 ms), n 2: inconclusive (1 golden has questions without a reply, whose latency is not known; not shown at 95 %: needs n = 93)
      - errorRate 0.333 (no limit set), n 3: reported
      - b could not be measured: unreachable: ECONNREFUSED

      "
    `)
  })

  test('escapes Markdown, HTML and mentions in hostile text', () => {
    const text = jobSummary([hostile], '', [])
    expect(text).not.toMatch(/<img|[^\\]@someone|\u001b/)
  })

  test('only sets that failed are annotated, each by one command on one line', () => {
    expect(annotations([passing, failing, hostile])).toMatchInlineSnapshot(`
      [
        "::error title=golden set sums::1/3 goldens pass%0A1 new failure: a%0A1 could not be measured%0Amean latency 100 ms -> 300 ms (+200.0 %25, limit +25), n 1: fail%0Apass rate 100 %25 -> 0 %25 (-100.0 %25, limit -25), n 1: fail%0ApassRate 0.333 (at least 0.95), n 3: not met (shown at 95 %25)%0Ap95Ms 300 ms (at most 1,000 ms), n 2: inconclusive (1 golden has questions without a reply, whose latency is not known; not shown at 95 %25: needs n = 93)",
        "::error title=golden set evil \\x1b[31mred\\x1b[0m | <img src=x> @someone::0/1 goldens pass%0A1 new failure: \\u202ea%0Amean latency 100 ms -> 400 ms (+300.0 %25, limit +25), n 1: fail%0Apass rate 100 %25 -> 0 %25 (-100.0 %25, limit -25), n 1: fail%0ApassRate 0 (at least 0.95), n 1: not met (not shown at 95 %25: bound 0)",
      ]
    `)
  })
})

describe('Progress', () => {
  test('prints after its interval, with an estimate, and not at the end', () => {
    let now = 0
    const said: string[] = []
    const progress = new Progress((line) => said.push(line), { everyMs: 10_000, now: () => now })
    progress.start()
    progress.expect(10)
    for (let test = 0; test < 10; test++) {
      now += 6_000
      progress.tick()
    }
    expect(said).toEqual([
      '2 of 10 tests after 12 s, about 48 s left',
      '4 of 10 tests after 24 s, about 36 s left',
      '6 of 10 tests after 36 s, about 24 s left',
      '8 of 10 tests after 48 s, about 12 s left',
    ])
  })

  test('prints long times in minutes', () => {
    expect(duration(200_000)).toBe('3 min 20 s')
  })
})

test('a line never breaks beside a sign that belongs to its number', () => {
  const text = 'met (not shown at 95 %: needs n = 59), p > 0.99, 100 -> 83.3 %'
  for (let columns = 24; columns < text.length; columns++) {
    const lines = wrapLines(text, columns)
    expect(lines.join(' ')).toBe(text)
    expect(lines.filter((line) => /^[=<>%]|[ ][=<>]$/.test(line))).toEqual([])
  }
})
