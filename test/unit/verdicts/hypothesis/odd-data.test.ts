import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { judgeConvergence } from '../../../../src/verdicts/hypothesis/convergence.ts'
import { judgeCorrelation } from '../../../../src/verdicts/hypothesis/correlation.ts'
import { describeFinding } from '../../../../src/verdicts/hypothesis/describe.ts'
import { judgeDifference } from '../../../../src/verdicts/hypothesis/difference.ts'
import { judgeFaster } from '../../../../src/verdicts/hypothesis/faster.ts'
import type { Finding } from '../../../../src/verdicts/hypothesis/finding.ts'
import { judgeNoWorse } from '../../../../src/verdicts/hypothesis/no-worse.ts'
import type { Metric } from '../../../../src/verdicts/hypothesis/samples/sample.ts'

/** Few different values, so that ties, constants and whole sets of equals come up all the time. */
const amount = fc.constantFrom(1, 2, 3, 0.25, 0.5, 1e-6, 1e6)
const outcome = fc.constantFrom(0, 1)
const wrong = fc.constantFrom(-1, 0.5, Number.NaN, Infinity)

/** Values of one kind throughout, as a metric has them, or with a wrong one here and there. */
const kindOfValue = fc.constantFrom(
  amount,
  outcome,
  fc.oneof(amount, outcome),
  fc.oneof({ weight: 50, arbitrary: outcome }, { weight: 1, arbitrary: wrong }),
)
const cluster = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f')
const metric = fc.constantFrom<Metric>('latency', 'tokens', 'tokensPerSecond', 'quality', 'weight', 'routing')
const facts = {
  basis: fc.constantFrom('measured', 'measured', 'replayed', 'replayed', 'mixed', null),
  unmeasured: fc.constant<string[]>(['lost']),
}

const paired = kindOfValue.chain((value) => {
  const side = fc.array(value, { minLength: 1, maxLength: 4 })
  const copies = fc.tuple(fc.boolean(), fc.boolean())
  return fc.record({
    kind: fc.constant('paired'),
    metric,
    labels: fc.constant<[string, string]>(['x', 'y']),
    pairs: fc.array(fc.record({ id: cluster, first: side, second: side, copies }), { maxLength: 20 }),
    ...facts,
  })
})
const grouped = kindOfValue.chain((value) => {
  const values = fc.array(fc.record({ value, cluster }), { minLength: 1, maxLength: 15 })
  const groups = fc.array(fc.record({ context: cluster, values }), { maxLength: 4 })
  return fc.record({ kind: fc.constant('grouped'), metric, groups, ...facts })
})
const relation = kindOfValue.chain((value) => {
  const points = fc.array(fc.record({ x: value, y: value, cluster }), { maxLength: 25 })
  return fc.record({ kind: fc.constant('relation'), metrics: fc.tuple(metric, metric), points, ...facts })
})
const series = kindOfValue.chain((value) => {
  const values = fc.oneof(
    fc.array(value, { minLength: 0, maxLength: 20 }),
    fc.array(value, { minLength: 80, maxLength: 120 }),
  )
  return fc.record({ kind: fc.constant('series'), metric, values, ...facts })
})

/** What does not hold of a finding although it must, whatever the data. */
function faultsOf(finding: Finding, alpha: number): string[] {
  const { outcome, p, effect, interval, n } = finding
  const numbers = [p, effect.value, effect.minimum, interval.lower, interval.upper, interval.confidence, n]
  const texts = `${describeFinding(finding)} ${finding.reason} ${finding.needed?.sentence}`
  const rules: [string, boolean][] = [
    ['numbers are finite', numbers.every((number) => number === null || Number.isFinite(number))],
    ['p is a probability', p === null || (p >= 0 && p <= 1)],
    ['bounds are in order', (interval.lower ?? -Infinity) <= (interval.upper ?? Infinity)],
    ['support has a p within alpha', outcome !== 'supported' || (p !== null && p <= alpha)],
    ['a refutation has none', outcome !== 'not_supported' || (p !== null && p > alpha)],
    ['a mixed basis decides nothing', outcome === 'inconclusive' || finding.basis !== 'mixed'],
    ['texts are clean', !/NaN|Infinity|null/.test(texts)],
  ]
  return rules.filter(([, holds]) => !holds).map(([rule]) => rule)
}

const claim = fc.record(
  {
    alpha: fc.constantFrom(0.01, 0.05, 0.3),
    atLeast: fc.constantFrom(0, 0.1, 0.9),
    direction: fc.constantFrom('positive', 'negative', 'either'),
    seed: fc.constant(3),
  },
  { requiredKeys: ['alpha', 'atLeast', 'seed'] },
)

/** A metric that a claim cannot be about is an error of its author, and no finding. */
function unlessMeaningless(judge: () => Finding): Finding | null {
  try {
    return judge()
  } catch (error) {
    expect(String(error)).toMatch(/^RangeError: "(faster|no worse)" compares/)
    return null
  }
}

const judgements: [string, number, fc.Arbitrary<{ alpha: number; finding: Finding | null }>][] = [
  [
    'faster',
    300,
    fc.tuple(paired, claim).map(([sample, { alpha, atLeast }]) => ({
      alpha,
      finding: unlessMeaningless(() => judgeFaster(sample, { factor: 1 + atLeast, alpha, drift: atLeast / 10 })),
    })),
  ],
  [
    'no worse',
    300,
    fc.tuple(paired, claim).map(([sample, { alpha, atLeast }]) => ({
      alpha,
      finding: unlessMeaningless(() => judgeNoWorse(sample, { margin: 0.05 + atLeast, alpha })),
    })),
  ],
  [
    'different sides',
    300,
    fc.tuple(paired, claim).map(([sample, of]) => ({ alpha: of.alpha, finding: judgeDifference(sample, of) })),
  ],
  [
    'different contexts',
    150,
    fc.tuple(grouped, claim).map(([sample, of]) => ({ alpha: of.alpha, finding: judgeDifference(sample, of) })),
  ],
  [
    'correlated',
    100,
    fc.tuple(relation, claim).map(([sample, of]) => ({ alpha: of.alpha, finding: judgeCorrelation(sample, of) })),
  ],
  [
    'converged',
    300,
    fc.tuple(series, claim).map(([sample, { alpha }]) => ({
      alpha,
      finding: judgeConvergence(sample, { target: 0.495, margin: 0.2, alpha }),
    })),
  ],
]

test.each(judgements)('%s: returns a consistent finding for any data', (_, numRuns, judged) => {
  fc.assert(
    fc.property(judged, ({ alpha, finding }) => {
      expect(finding === null ? [] : faultsOf(finding, alpha)).toStrictEqual([])
    }),
    { numRuns },
  )
})
