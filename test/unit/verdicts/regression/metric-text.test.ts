import { describe, expect, test } from 'vitest'
import { describeMetric } from '../../../../src/verdicts/regression/metric-text.ts'
import type { MetricComparison } from '../../../../src/verdicts/regression/rule.ts'

const LATENCY = {
  metric: 'latency',
  scale: 'relative',
  baseline: 1_000,
  current: 926,
  change: -0.074,
  interval: { lower: -0.12, upper: -0.031 },
  p: 0.5,
  limit: 0.25,
  n: 120,
  repeats: 5,
  verdict: 'pass',
} as MetricComparison

describe('a metric on one line', () => {
  test.each<[object, string]>([
    [{}, 'typical latency -7.4 % (95 %: -12.0 to -3.1, limit +25), p 0.5, n 120 x 5: pass'],
    [{ repeats: 1 }, 'typical latency -7.4 % (95 %: -12.0 to -3.1, limit +25), p 0.5, n 120: pass'],
    [{ repeats: 2 }, 'typical latency -7.4 % (95 %: -12.0 to -3.1, limit +25), p 0.5, n 120 x 2: pass'],
    [{ change: -0.0001 }, 'typical latency 0.0 % (95 %: -12.0 to -3.1, limit +25), p 0.5, n 120 x 5: pass'],
    [{ change: -0.1 }, 'typical latency -10.0 % (95 %: -12.0 to -3.1, limit +25), p 0.5, n 120 x 5: pass'],
    [
      { interval: { lower: null, upper: 0.1 } },
      'typical latency -7.4 % (95 %: open to +10.0, limit +25), p 0.5, n 120 x 5: pass',
    ],
    [
      { interval: { lower: 0.1, upper: null } },
      'typical latency -7.4 % (95 %: +10.0 to open, limit +25), p 0.5, n 120 x 5: pass',
    ],
    [
      { interval: { lower: null, upper: null } },
      'typical latency -7.4 % (95 %: no bounds, limit +25), p 0.5, n 120 x 5: pass',
    ],
    [{ interval: null }, 'mean latency 1,000 ms -> 926 ms (-7.4 %, limit +25), n 120 x 5: pass'],
    [{ change: null }, 'mean latency 1,000 ms -> 926 ms not compared, n 120 x 5: pass'],
    [{ change: null, current: null }, 'mean latency not compared, n 120 x 5: pass'],
    [{ change: null, baseline: null }, 'mean latency not compared, n 120 x 5: pass'],
    [
      { change: null, baseline: null, needed: { sentence: 'ask more' } },
      'mean latency not compared, n 120 x 5: pass (ask more)',
    ],
    [
      { change: null, needed: { sentence: 'ask more' } },
      'mean latency 1,000 ms -> 926 ms not compared, n 120 x 5: pass (ask more)',
    ],
    [
      { baseline: null, needed: { sentence: 'ask more' } },
      'typical latency -7.4 % (95 %: -12.0 to -3.1, limit +25), p 0.5, n 120 x 5: pass (ask more)',
    ],
    [
      { note: 'cold only', reason: 'too few', needed: { sentence: 'ask more' } },
      'typical latency -7.4 % (95 %: -12.0 to -3.1, limit +25), p 0.5, n 120 x 5: pass (cold only; too few)',
    ],
    [
      { metric: 'quality', scale: 'absolute', baseline: 0.9, current: 0.85, change: -0.05, limit: 0, p: null },
      'pass rate 90 -> 85 % (-5.0, 95 %: -12.0 to -3.1, limit 0), greedy: the value decides, n 120 x 5: pass',
    ],
    [
      { metric: 'routing', scale: 'absolute', baseline: 0.5, current: 0.625, change: 0.125, limit: 0.1, p: null },
      'main_model share 50 -> 62.5 % (+12.5, 95 %: -12.0 to -3.1, limit ±10), p unknown, n 120 x 5: pass',
    ],
  ])('%o', (facts, line) => {
    expect(describeMetric({ ...LATENCY, ...facts })).toBe(line)
  })

  test.each([
    [0.0001, 'p 0.0001'],
    [0.00011, 'p 0.00011'],
    [0.00009, 'p < 0.0001'],
    [0.99, 'p 0.99'],
    [0.9, 'p 0.9'],
    [0.991, 'p > 0.99'],
  ])('shows a p of %d as "%s"', (p, shown) => {
    expect(describeMetric({ ...LATENCY, p })).toContain(`, ${shown}, n`)
  })

  test('shortens a reason to 400 characters', () => {
    const described = (length: number) => describeMetric({ ...LATENCY, reason: 'x'.repeat(length) } as MetricComparison)
    expect(described(400)).toMatch(/\(x{400}\)$/)
    expect(described(401)).toMatch(/\(x{400}… \(1 more characters\)\)$/)
  })
})
