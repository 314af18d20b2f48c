import { describe, expect, it } from 'vitest'
import { CARD_BYTES } from '../../../../reporters/cards/pages.ts'
import { setCard } from '../../../../reporters/cards/set-card.ts'
import { compareSets } from '../../../../src/verdicts/regression/comparison.ts'
import type { GoldenResult } from '../../../../src/verdicts/results.ts'
import { judgeSlo } from '../../../../src/verdicts/slo/judge.ts'
import type { SetOutcome } from '../../../../src/artifacts/report/report.ts'
import { svgLines } from '../../../support/svg.ts'

function golden(id: string, latencyMs: number, passed = true): GoldenResult {
  const source = latencyMs > 100 ? 'main_model' : 'embedder'
  const reply = { source, model: source, passed, firstTokenMs: 5, completionTokens: 9, origin: 'measured' } as const
  const replies = [0, 1, 2].map((repeat) => ({ ...reply, repeat, latencyMs: latencyMs + repeat }))
  return { id, trait: 'facts', fingerprint: 'f', replies, unmeasured: [] }
}

function outcome(set: string, goldens: GoldenResult[], facts: Partial<SetOutcome> = {}): SetOutcome {
  const results = { set, ids: goldens.map(({ id }) => id), goldens }
  const baseline = goldens.map(({ id }, index) => golden(id, 100 + index))
  return {
    file: 'goldens/set.json',
    status: 'fail',
    runProblem: null,
    results,
    baseline,
    configurations: null,
    looks: null,
    comparison: compareSets(baseline, results, 0.25),
    slo: judgeSlo(results, { passRate: 0.95, p95Ms: 1_000 }, { boundary: 0.5 }),
    ...facts,
  }
}

const slower = Array.from({ length: 12 }, (_, index) => golden(`golden-${index}`, 190 + index, index > 1))

describe('setCard', () => {
  it('shows counts, routing, latency, each metric with its interval, and objectives', () => {
    expect(setCard(outcome('facts', slower)).flatMap(svgLines)).toMatchInlineSnapshot(`
      [
        "FAIL",
        "facts",
        "golden set · 12 goldens",
        "Goldens: 10 of 12 pass",
        "pass 10",
        "fail 2",
        "Routing",
        "main_model 100 %",
        "Latency",
        "mean 197 ms, p50 196 ms, p95 202 ms (measured)",
        "Against the baseline",
        "latency: limit +25 %",
        "no change",
        "typical latency +84.6 % (95 %: +72.0 to +98.0, limit +25), p",
        "0.00024, n 12 x 3: fail",
        "pass rate: limit -12.5 points",
        "no change",
        "pass rate 100 -> 83.3 % (-16.7, 95 %: -39.6 to +11.0, limit -12.5),",
        "p 0.13, n 12: inconclusive (about 77 goldens would decide;",
        "repeats are copies of each other)",
        "main_model share: limit ±25 points",
        "no change",
        "main_model share 91.7 -> 100 % (+8.3, 95 %: -15.3 to +29.6,",
        "limit ±25), p > 0.99, n 12: inconclusive (about 29 goldens would",
        "decide)",
        "broke",
        "golden-0, golden-1",
        "moved",
        "golden-0 to main_model",
        "Objectives",
        "passRate 0.833 (at least 0.95), n 12: not met (not shown at 95 %:",
        "bound 0.562)",
        "p95Ms 202 ms (at most 1,000 ms), n 36: met (not shown at 95 %: 12",
        "goldens, needs 59)",
      ]
    `)
  })

  it('says why there is no comparison, that the run failed, and that objectives are not judged', () => {
    const part = outcome('facts', slower.slice(0, 2), {
      comparison: 'not compared',
      slo: null,
      runProblem: 'the log cannot be written',
    })
    const lines = setCard({ ...part, results: { ...part.results, ids: slower.map(({ id }) => id) } }).flatMap(svgLines)
    expect(lines).toContain('golden set · only 2 of 12 ran · the run failed, for a reason outside of this set')
    expect(lines.slice(lines.indexOf('Against the baseline'))).toEqual([
      'Against the baseline',
      'not compared',
      'Objectives',
      'not judged: they are for the whole set',
    ])
  })

  it('stays in its size with thousands of hostile ids', () => {
    const goldens = Array.from({ length: 3_000 }, (_, index) => golden(`<script>${index}\u202e`, 500, false))
    const cards = setCard(outcome('<img src=x>'.repeat(200), goldens, { baseline: [] }))
    for (const svg of cards) expect(Buffer.byteLength(svg)).toBeLessThanOrEqual(CARD_BYTES)
    const shown = cards.flatMap(svgLines).join(' ')
    expect(shown).toContain('more characters)')
    expect(shown).not.toContain('\u202e')
  })
})
