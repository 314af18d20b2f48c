import { DEFAULTS } from '../../../schemas/generated/options.defaults.ts'
import type { CorrelationClaim } from '../../../schemas/generated/options.ts'
import { validateCorrelationClaim } from '../../../schemas/generated/options.validate.js'
import { normalQuantile, normalSf } from '../../statistics/distributions/normal.ts'
import { seededRandom } from '../../statistics/distributions/random.ts'
import { type RankCorrelation, spearmanTest } from '../../statistics/ranks/spearman.ts'
import type { Contrast } from './contrasts/contrast.ts'
import { checkedClaim } from './checked-claim.ts'
import type { Finding } from './finding.ts'
import { CLAIMED, judgeContrast } from './contrasts/judge-contrast.ts'
import { inconclusiveFinding } from './inconclusive-finding.ts'
import type { RelationSample } from './samples/sample.ts'
import { unusableRelation } from './samples/unusable.ts'

const METHOD = 'Spearman, permutation of clusters'

/** The fewest clusters with which a rank correlation has an interval. */
const MIN_CLUSTERS = 4

/**
 * Judges whether two metrics are correlated. The effect is Spearman's rho over clusters (conversations or
 * goldens, each with its mean). p is of the null hypothesis that rho does not reach the minimum: by Fisher's transform
 * with the variance of Bonett & Wright (2000), and never below the p of the permutation test of no relation. Throws a
 * RangeError for numbers out of range.
 */
export function judgeCorrelation(sample: RelationSample, claim: CorrelationClaim): Finding {
  const { atLeast, alpha, direction, seed, power } = checkedClaim(
    validateCorrelationClaim,
    DEFAULTS.CorrelationClaim,
    claim,
  )
  const { points, basis } = sample
  const clusters = points.map(({ cluster }) => cluster)
  const n = new Set(clusters).size
  const problem = unusableRelation(sample)
  const test =
    problem !== null
      ? null
      : spearmanTest(
          points.map(({ x }) => x),
          points.map(({ y }) => y),
          { clusters, random: seededRandom(seed) },
        )
  const limit = direction === 'negative' ? -atLeast : atLeast
  if (test === null) {
    const effect = { name: 'rho', value: null, minimum: limit, claimed: CLAIMED[direction] }
    const few = `a rank correlation needs at least ${MIN_CLUSTERS} conversations (now ${n})`
    const reason =
      problem ?? (n < MIN_CLUSTERS ? few : 'on average all conversations are the same, so they cannot correlate')
    return inconclusiveFinding(sample, { method: METHOD, effect, alpha, n, reason })
  }
  return judgeContrast(
    transformed(test, smallestCluster(clusters)),
    { direction, limit: Math.atanh(limit), alpha, power },
    { effect: 'rho', from: Math.tanh, minimum: limit, basis },
  )
}

/** Fisher's transform of a correlation closer to 1 has no significant digits. */
const CLOSEST = 1 - 1e-12

/** The correlation as a contrast on Fisher's z scale, where the bounds are symmetric. */
function transformed({ rho, p, standardError, n }: RankCorrelation, repeats: number): Contrast {
  const estimate = Math.atanh(Math.min(CLOSEST, Math.max(-CLOSEST, rho)))
  const [rising, falling] = rho > 0 ? [p / 2, 1 - p / 2] : [1 - p / 2, p / 2]
  return {
    method: METHOD,
    estimate,
    bounds: (confidence) => {
      const reach = normalQuantile(confidence) * standardError
      return { lower: estimate - reach, upper: estimate + reach }
    },
    // A claim never lies beyond 0, so it always denies that there is no relation.
    p: (limit) => ({
      greater: Math.max(normalSf((estimate - limit) / standardError), rising),
      less: Math.max(normalSf((limit - estimate) / standardError), falling),
    }),
    n,
    repeats,
    spread: { unit: 'conversations', fewest: () => MIN_CLUSTERS, fromRepeats: null },
  }
}

function smallestCluster(clusters: readonly string[]): number {
  const sizes = Map.groupBy(clusters, (cluster) => cluster).values()
  return [...sizes].reduce((least, { length }) => Math.min(least, length), Infinity)
}
