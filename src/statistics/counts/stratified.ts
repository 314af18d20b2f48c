import { assert, assertCount } from '../distributions/domain.ts'
import { hypergeometricPmf } from '../distributions/hypergeometric.ts'
import { normalCdf } from '../distributions/normal.ts'

/** Passes of one case before and after, out of how many repeats each. */
export interface Stratum {
  before: number
  beforeN: number
  after: number
  afterN: number
}

/** One-sided p values. */
export interface StratifiedTest {
  fall: number
  rise: number
  midFall: number
  midRise: number
}

/** The most steps of the exact distribution; beyond, the normal approximation is used. */
const EXACT_STEPS = 40_000_000

/**
 * The exact test of "passes became fewer" (`fall`) and "became more" (`rise`), one-sided each: given the total passes of a
 * case, its passes after are hypergeometric, and the cases are summed (conditional Mantel-Haenszel; Mehta, Patel and Gray 1985).
 * With one repeat it is the exact test of McNemar. Repeats must be independent. Beyond some thousands of cases that
 * changed, a normal approximation with continuity correction. 1 where nothing varies. `midFall` and `midRise` count half
 * of the observed probability (mid-p), which keeps the level on average and is less conservative (Fagerland, Lydersen and Laake 2013).
 */
export function stratifiedExact(strata: readonly Stratum[]): StratifiedTest {
  const { fall, rise } = exactTails(strata)
  const seen = Math.max(0, fall + rise - 1)
  return { fall, rise, midFall: fall - seen / 2, midRise: rise - seen / 2 }
}

function exactTails(strata: readonly Stratum[]): { fall: number; rise: number } {
  strata.forEach(check)
  const observed = strata.reduce((sum, stratum) => sum + stratum.after - least(stratum), 0)
  // A case that always or never passed carries no information: its distribution is one point.
  const masses = strata.filter((stratum) => most(stratum) > least(stratum)).map(massOf)
  const reach = masses.reduce((sum, { length }) => sum + length, 0)
  if (reach * masses.length > EXACT_STEPS) return approximate(masses, observed)
  const total = convolve(masses)
  const sum = (from: number, to: number) => total.slice(from, to).reduce((all, mass) => all + mass, 0)
  return { fall: Math.min(1, sum(0, observed + 1)), rise: Math.min(1, sum(observed, total.length)) }
}

/** The fewest passes after that the total passes allow. */
function least({ before, beforeN, after }: Stratum): number {
  return Math.max(0, before + after - beforeN)
}

/** The most passes after that the total passes allow. */
function most({ before, after, afterN }: Stratum): number {
  return Math.min(afterN, before + after)
}

/** Probabilities of the passes after, from the fewest possible. */
function massOf(stratum: Stratum): Float64Array {
  const { before, beforeN, after, afterN } = stratum
  const from = least(stratum)
  return Float64Array.from({ length: most(stratum) - from + 1 }, (_, index) =>
    hypergeometricPmf(from + index, beforeN + afterN, before + after, afterN),
  )
}

/** Convolves recursively in halves, so that lists of similar length are combined. */
function convolve(masses: readonly Float64Array[]): Float64Array {
  if (masses.length <= 1) return masses[0] ?? Float64Array.of(1)
  const middle = Math.floor(masses.length / 2)
  const [a, b] = [convolve(masses.slice(0, middle)), convolve(masses.slice(middle))]
  const sum = new Float64Array(a.length + b.length - 1)
  a.forEach((weight, i) => {
    // Smaller probabilities are negligible.
    if (weight < 1e-300) return
    for (let j = 0; j < b.length; j++) sum[i + j] = (sum[i + j] ?? 0) + weight * (b[j] ?? 0)
  })
  return sum
}

function approximate(masses: readonly Float64Array[], observed: number): { fall: number; rise: number } {
  let [mean, variance] = [0, 0]
  for (const mass of masses) {
    const first = mass.reduce((sum, p, k) => sum + p * k, 0)
    mean += first
    variance += mass.reduce((sum, p, k) => sum + p * (k - first) ** 2, 0)
  }
  const sd = Math.sqrt(variance)
  return { fall: normalCdf((observed + 0.5 - mean) / sd), rise: normalCdf((mean - observed + 0.5) / sd) }
}

function check({ before, beforeN, after, afterN }: Stratum): void {
  for (const [name, value] of Object.entries({ before, beforeN, after, afterN })) assertCount(name, value)
  assert(before <= beforeN, 'before', `at most beforeN (${beforeN})`, before)
  assert(after <= afterN, 'after', `at most afterN (${afterN})`, after)
}
