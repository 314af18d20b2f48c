import { describe, expect, test } from 'vitest'
import { type Random, seededRandom } from '../../../../src/statistics/distributions/random.ts'
import { judgeConvergence } from '../../../../src/verdicts/hypothesis/convergence.ts'
import { judgeCorrelation } from '../../../../src/verdicts/hypothesis/correlation.ts'
import { judgeDifference } from '../../../../src/verdicts/hypothesis/difference.ts'
import { judgeFaster } from '../../../../src/verdicts/hypothesis/faster.ts'
import type { Finding } from '../../../../src/verdicts/hypothesis/finding.ts'
import { judgeNoWorse } from '../../../../src/verdicts/hypothesis/no-worse.ts'
import type {
  GroupedSample,
  Metric,
  PairedSample,
  RelationSample,
} from '../../../../src/verdicts/hypothesis/samples/sample.ts'

/** Worlds in which the truth is known. Every value is drawn from one seeded stream, so a rate is always the same. */
const times = <T>(n: number, make: (index: number) => T): T[] => Array.from({ length: n }, (_, index) => make(index))

function paired(metric: Metric, goldens: number, side: (golden: number, which: 0 | 1) => number[]): PairedSample {
  return {
    kind: 'paired',
    metric,
    labels: ['a', 'b'],
    pairs: times(goldens, (k) => ({ id: `g${k}`, first: side(k, 0), second: side(k, 1), copies: [false, false] })),
    basis: 'measured',
    unmeasured: [],
  }
}

/** The second side takes `ratio` times as long: 25 % noise, goldens of all sizes, and ratios that differ by golden. */
function latencies(random: Random, goldens: number, repeats: number, ratio: number): PairedSample {
  const facts = times(goldens, () => ({ size: Math.exp(6 + random.normal()), own: Math.exp(0.2 * random.normal()) }))
  return paired('latency', goldens, (k, which) => {
    const { size = 1, own = 1 } = facts[k] ?? {}
    return times(repeats, () => size * (which === 0 ? 1 : ratio * own) * Math.exp(0.246 * random.normal()))
  })
}

/** The second side passes more often by `rise`; chances differ by golden. */
function outcomes(random: Random, goldens: number, repeats: number, rise: number): PairedSample {
  const chances = times(goldens, () => 0.3 + 0.3 * random.uniform())
  return paired('quality', goldens, (k, which) =>
    times(repeats, () => Number(random.uniform() < (chances[k] ?? 0) + which * rise)),
  )
}

function contexts(metric: Metric, sizes: number[], value: (context: number) => number): GroupedSample {
  return {
    kind: 'grouped',
    metric,
    groups: sizes.map((size, g) => ({
      context: `${g}`,
      values: times(size, (k) => ({ value: value(g), cluster: `${g}.${k}` })),
    })),
    basis: 'measured',
    unmeasured: [],
  }
}

/** A rank correlation of `rho` between conversations, each seen twice. */
function relation(random: Random, conversations: number, rho: number): RelationSample {
  const r = 2 * Math.sin((Math.PI * rho) / 6)
  const points = times(conversations, (k) => {
    const x = random.normal()
    return { x, y: r * x + Math.sqrt(1 - r * r) * random.normal(), cluster: `c${k}` }
  })
  const metrics: [Metric, Metric] = ['weight', 'weight']
  return { kind: 'relation', metrics, points: [...points, ...points], basis: 'measured', unmeasured: [] }
}

function series(random: Random, length: number, mean: number) {
  let noise = 0
  const values = times(length, () => {
    noise = 0.3 * noise + random.normal()
    return mean + 0.05 * noise
  })
  return { kind: 'series' as const, metric: 'weight' as const, values, basis: 'measured' as const, unmeasured: [] }
}

type World = (random: Random) => Finding

const ALPHA = { alpha: 0.05 }
const UP = { ...ALPHA, direction: 'positive', seed: 1 } as const
const WORLDS = {
  faster: (ratio: number, goldens: number, repeats: number) => (random: Random) =>
    judgeFaster(latencies(random, goldens, repeats, ratio), { factor: 2, ...ALPHA }),
  noWorse: (rise: number, margin: number, goldens: number, repeats: number) => (random: Random) =>
    judgeNoWorse(outcomes(random, goldens, repeats, rise), { margin, ...ALPHA }),
  quality: (rise: number, goldens: number, repeats: number) => (random: Random) =>
    judgeDifference(outcomes(random, goldens, repeats, rise), { atLeast: 0.1, ...UP }),
  weights: (shift: number) => (random: Random) =>
    judgeDifference(
      contexts('weight', [12, 20], (g) => 0.4 + g * shift + 0.15 * random.normal()),
      { atLeast: 0.1, ...UP },
    ),
  routes: (rise: number) => (random: Random) =>
    judgeDifference(
      contexts('routing', [30, 30], (g) => Number(random.uniform() < 0.3 + g * rise)),
      { atLeast: 0.1, ...UP },
    ),
  three: (step: number) => (random: Random) =>
    judgeDifference(
      contexts('weight', [8, 8, 8], (g) => (g - 1) * step + random.normal()),
      { atLeast: 0.06, ...ALPHA, seed: 1 },
    ),
  correlation: (rho: number) => (random: Random) =>
    judgeCorrelation(relation(random, 12, rho), { atLeast: 0.3, ...UP }),
  convergence: (mean: number) => (random: Random) =>
    judgeConvergence(series(random, 400, mean), { target: 0.495, margin: 0.03, ...ALPHA }),
}

function shares(runs: number, world: World): { supported: number; notSupported: number } {
  const random = seededRandom(20)
  const found = times(runs, () => world(random).outcome)
  const share = (outcome: string) => found.filter((each) => each === outcome).length / runs
  return { supported: share('supported'), notSupported: share('not_supported') }
}

/** Three standard errors of a rate of 5 % above it. */
const allowed = (runs: number) => 0.05 + 3 * Math.sqrt((0.05 * 0.95) / runs)

/**
 * A claim that holds exactly at its limit lies between a claim that does not hold, which may be supported in alpha of
 * the runs, and one that holds, which may be refuted in as many.
 */
describe('a claim at its limit is supported, and refuted, in at most alpha of the runs', () => {
  test.each<[string, number, World]>([
    ['twice as fast, 10 goldens x 1', 500, WORLDS.faster(2, 10, 1)],
    ['twice as fast, 30 goldens x 3', 300, WORLDS.faster(2, 30, 3)],
    ['no worse by 10 points, 30 goldens x 1', 300, WORLDS.noWorse(0.1, 0.1, 30, 1)],
    ['no worse by 30 points, 10 goldens x 5', 300, WORLDS.noWorse(0.3, 0.3, 10, 5)],
    ['better by 10 points, 30 goldens x 3', 300, WORLDS.quality(0.1, 30, 3)],
    ['weights differ by 0.1, 12 and 20 conversations', 500, WORLDS.weights(0.1)],
    ['routes differ by 10 points, 30 and 30 conversations', 500, WORLDS.routes(0.1)],
    // Population eta squared: (2 / 3) step^2 / (1 + (2 / 3) step^2) = 0.06.
    ['three contexts, eta squared 0.06', 40, WORLDS.three(0.3094)],
    ['correlation of 0.3, 12 conversations', 60, WORLDS.correlation(0.3)],
    ['converged within 0.03, truth at the margin', 500, WORLDS.convergence(0.525)],
  ])('%s', (name, runs, world) => {
    const { supported, notSupported } = shares(runs, world)
    expect(supported).toBeLessThanOrEqual(allowed(runs))
    // A slope is looked for as well, with alpha of its own.
    expect(notSupported).toBeLessThanOrEqual(allowed(runs) + (name.startsWith('converged') ? 0.05 : 0))
  })

  test('a series on target is refuted by a slope that is not there in at most alpha of the runs', () => {
    expect(shares(500, WORLDS.convergence(0.495)).notSupported).toBeLessThanOrEqual(allowed(500))
  })
})

describe('a claim that is clearly true is supported, and one that is clearly false refuted', () => {
  test.each<[string, number, World, World]>([
    ['speed', 100, WORLDS.faster(3, 12, 3), WORLDS.faster(1.3, 12, 3)],
    ['no worse', 100, WORLDS.noWorse(0, 0.2, 60, 3), WORLDS.noWorse(0.4, 0.1, 30, 3)],
    ['quality', 100, WORLDS.quality(0.39, 30, 3), WORLDS.quality(-0.2, 30, 3)],
    ['weights', 100, WORLDS.weights(0.35), WORLDS.weights(-0.15)],
    ['routes', 100, WORLDS.routes(0.6), WORLDS.routes(-0.25)],
    ['convergence', 100, WORLDS.convergence(0.495), WORLDS.convergence(0.6)],
  ])('%s', (_, runs, holds, fails) => {
    expect(shares(runs, holds).supported).toBeGreaterThanOrEqual(0.9)
    expect(shares(runs, fails).notSupported).toBeGreaterThanOrEqual(0.9)
  })
})
