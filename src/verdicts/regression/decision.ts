import { lookBounds } from '../../statistics/sequential/alpha-spending.ts'
import type { RuleOptions, Verdict } from './rule.ts'

/**
 * How often an unchanged system may fail by chance, 1 % in all, split over the metrics; routing counts twice, since it
 * can move either way. Passing a system at its limit: 5 %.
 */
const FAIL_LEVELS = { latency: 0.005, quality: 0.004, routing: 0.0005 } as const
const PASS_LEVEL = 0.05

/** Significance levels of one look. */
export interface Levels {
  fail: number
  pass: number
}

/** The levels of a metric at this look, so that all looks together keep what is promised. */
export function levelsOf(metric: keyof typeof FAIL_LEVELS, { look }: RuleOptions): Levels {
  const at = (alpha: number) =>
    look.shares.length === 1 ? alpha : (lookBounds(look.shares, alpha)[look.index] ?? alpha)
  return { fail: at(FAIL_LEVELS[metric]), pass: at(PASS_LEVEL) }
}

/** A change for the worse, counted upwards from none, with what bounds it. */
export interface Worsening {
  estimate: number
  /** The largest tolerated. */
  margin: number
  /** Can chance alone explain that it is above zero? */
  shown: boolean
  /** Can chance alone explain that it is above the margin? */
  beyondShown: boolean
  /** Upper bound at the level of a pass; null: there is none. */
  upper: number | null
}

/**
 * Fails on a worsening that is shown and whose estimate is beyond the margin (dual criterion; Roychoudhury, Scheuer and
 * Neuenschwander 2018), in mode `strict` only where all of the interval is. Passes where the upper bound is inside of it.
 */
export function decide(worsening: Worsening, mode: 'evidence' | 'strict' | 'point'): Verdict {
  const { estimate, margin, shown, beyondShown, upper } = worsening
  const fails = mode === 'strict' ? beyondShown : shown && estimate > margin
  if (fails) return 'fail'
  return upper !== null && upper < margin ? 'pass' : 'inconclusive'
}
