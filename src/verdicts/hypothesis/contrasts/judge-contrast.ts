import type { Basis } from '../../golden.ts'
import type { Bounds } from '../../../statistics/ranks/walsh.ts'
import type { Claim, Contrast } from './contrast.ts'
import type { Finding } from '../finding.ts'
import { needed } from './planning.ts'

/** How an effect is reported. */
export interface Display {
  effect: string
  /** From the additive scale to the reported effect; increasing. */
  from: (value: number) => number
  /** The reported limit of the claim. */
  minimum: number
  basis: Basis | null
}

/**
 * Supported: p is at most alpha and the bound meets the limit. Not supported: the other bound does not reach it. Each
 * bound has the confidence 1 - alpha. A claim in either direction is two claims that share alpha (Bonferroni), and p is
 * twice the smaller of theirs.
 */
export function judgeContrast(contrast: Contrast, claim: Claim, display: Display): Finding {
  const { estimate, method, n, repeats } = contrast
  const confidence = claim.direction === 'either' ? 1 - claim.alpha / 2 : 1 - claim.alpha
  const bounds = contrast.bounds(confidence)
  const check = checkClaim(contrast, bounds, claim)
  const shown = (value: number | null) => (value === null ? null : display.from(value))
  const facts = {
    method,
    effect: {
      name: display.effect,
      value: display.from(estimate),
      minimum: display.minimum,
      claimed: CLAIMED[claim.direction],
    },
    interval: { lower: shown(bounds.lower), upper: shown(bounds.upper), confidence },
    p: check.p,
    n,
    repeats,
    basis: display.basis,
  }
  if (check.meets && check.p <= claim.alpha) return { outcome: 'supported', ...facts }
  if (check.excludes) return { outcome: 'not_supported', ...facts }
  return {
    outcome: 'inconclusive',
    ...facts,
    reason: undecided(bounds, check),
    needed: needed(contrast, claim),
  }
}

/** The relation of the effect to the minimum, by the direction of the claim. */
export const CLAIMED = { positive: 'at least', negative: 'at most', either: 'beyond' } as const

/** A contrast compared with a claim. */
interface ClaimCheck {
  p: number
  /** The bound against the claim meets it. */
  meets: boolean
  /** The bound for the claim does not reach it. */
  excludes: boolean
}

function checkClaim(contrast: Contrast, { lower, upper }: Bounds, { direction, limit }: Claim): ClaimCheck {
  const low = direction === 'either' ? -limit : limit
  const rise = {
    p: contrast.p(limit).greater,
    meets: lower !== null && lower >= limit,
    excludes: upper !== null && upper < limit,
  }
  const fall = {
    p: contrast.p(low).less,
    meets: upper !== null && upper <= low,
    excludes: lower !== null && lower > low,
  }
  if (direction !== 'either') return direction === 'positive' ? rise : fall
  return {
    p: Math.min(1, 2 * Math.min(rise.p, fall.p)),
    meets: rise.meets || fall.meets,
    excludes: rise.excludes && fall.excludes,
  }
}

function undecided({ lower, upper }: Bounds, { meets }: ClaimCheck): string {
  if (lower === null || upper === null) return 'the data are too few for an interval'
  if (meets) return 'the interval meets the claim, but the exact test does not reach alpha'
  return 'the interval contains effects that meet the claim and effects that do not'
}
