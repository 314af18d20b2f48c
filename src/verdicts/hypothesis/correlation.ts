import { normalQuantile, normalSf } from '../../statistics/distributions/normal.ts'
import { seededRandom } from '../../statistics/distributions/random.ts'
import { type RankCorrelation, spearmanTest } from '../../statistics/ranks/spearman.ts'
import type { Contrast, Direction } from './contrast.ts'
import { assertAlpha, assertDirection, assertLeast } from './assert-claim.ts'
import type { Finding } from './finding.ts'
import { CLAIMED, judgeContrast } from './judge-contrast.ts'
import { nothingFound } from './nothing-found.ts'
import type { RelationSample } from './sample.ts'
import { unusableRelation } from './unusable.ts'

/** What "correlates" means. */
export interface CorrelationClaim {
  /** The smallest rank correlation that counts, 0 to below 1. */
  atLeast: number
  /** Default `either`. */
  direction?: Direction | undefined
  /** Above 0 and below 0.5. */
  alpha: number
  /** Of the permutations: the same seed gives the same p. */
  seed: number
  /** Chance to decide that advice aims at. Default 0.8. */
  power?: number | undefined
}

const METHOD = 'Spearman, permutation of clusters'

/** Clusters of which a rank correlation has an interval. */
const FEWEST = 4

/**
 * Do two metrics rise together, or one as the other falls? The effect is Spearman's rho over clusters (conversations or
 * goldens, each with its mean). p is of the null hypothesis that rho does not reach the minimum: by Fisher's transform
 * with the variance of Bonett & Wright (2000), and never below the permutation test of no relation at all. A RangeError
 * names numbers out of range.
 */
export function judgeCorrelation(sample: RelationSample, claim: CorrelationClaim): Finding {
  const { atLeast, alpha, direction = 'either', seed, power } = claim
  assertAlpha(alpha)
  assertDirection(direction)
  assertLeast('atLeast', atLeast, 1)
  const { points, basis } = sample
  const clusters = points.map(({ cluster }) => cluster)
  const n = new Set(clusters).size
  const fault = unusableRelation(sample)
  const test =
    fault !== null || n < FEWEST
      ? null
      : spearmanTest(
          points.map(({ x }) => x),
          points.map(({ y }) => y),
          { clusters, random: seededRandom(seed), confidence: PROBE },
        )
  const limit = direction === 'negative' ? -atLeast : atLeast
  if (test === null) {
    const effect = { name: 'rho', value: null, minimum: limit, claimed: CLAIMED[direction] }
    const few = `a rank correlation needs at least ${FEWEST} conversations (now ${n})`
    const reason = fault ?? (n < FEWEST ? few : 'on average all conversations are the same, so none can follow another')
    return nothingFound(sample, { method: METHOD, effect, alpha, n, reason })
  }
  return judgeContrast(
    transformed(test, smallestCluster(clusters)),
    { direction, limit: Math.atanh(limit), alpha, power },
    { effect: 'rho', from: Math.tanh, minimum: limit, basis },
  )
}

/** The confidence at which the bounds are asked for, to read the standard error off them. */
const PROBE = 0.95

/** Closer to 1 than this, Fisher's transform of a correlation has no digits left. */
const CLOSEST = 1 - 1e-12

/** On Fisher's z, where the bounds are symmetric. */
function transformed({ rho, p, lower, upper, n }: RankCorrelation, repeats: number): Contrast {
  const estimate = Math.atanh(Math.min(CLOSEST, Math.max(-CLOSEST, rho)))
  // The bound on the side of 0 is the one that rounding has not pressed against 1.
  const error = Math.abs(estimate - Math.atanh(rho > 0 ? lower : upper)) / normalQuantile(PROBE)
  const [rising, falling] = rho > 0 ? [p / 2, 1 - p / 2] : [1 - p / 2, p / 2]
  return {
    method: METHOD,
    estimate,
    bounds: (confidence) => {
      const reach = normalQuantile(confidence) * error
      return { lower: estimate - reach, upper: estimate + reach }
    },
    p: (limit) => ({
      greater: Math.max(normalSf((estimate - limit) / error), limit >= 0 ? rising : 0),
      less: Math.max(normalSf((limit - estimate) / error), limit <= 0 ? falling : 0),
    }),
    n,
    repeats,
    spread: { unit: 'conversations', fewest: () => FEWEST, fromRepeats: null },
  }
}

function smallestCluster(clusters: readonly string[]): number {
  const sizes = Map.groupBy(clusters, (cluster) => cluster).values()
  return [...sizes].reduce((least, { length }) => Math.min(least, length), Infinity)
}
