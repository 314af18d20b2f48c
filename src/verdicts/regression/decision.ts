import { lookBounds } from '../../statistics/sequential/alpha-spending.ts'
import type { RuleOptions, Verdict } from './rule.ts'

/**
 * The probability that an unchanged system fails by chance: 1 % in all, split over the metrics. Routing counts twice, as
 * it can move either way. A system at its limit passes with a probability of 5 %.
 */
const FAIL_LEVELS = { latency: 0.005, quality: 0.004, routing: 0.0005 } as const
const PASS_LEVEL = 0.05

/** Significance levels of one look. */
export interface Levels {
  fail: number
  pass: number
}

/** The levels of a metric at this look. All looks together keep the levels of the whole. */
export function levelsOf(metric: keyof typeof FAIL_LEVELS, { look }: RuleOptions): Levels {
  const at = (alpha: number) =>
    look.shares.length === 1 ? alpha : (lookBounds(look.shares, alpha)[look.index] ?? alpha)
  return { fail: at(FAIL_LEVELS[metric]), pass: at(PASS_LEVEL) }
}

/** A change for the worse (above 0), with its bounds. */
export interface Worsening {
  estimate: number
  /** The largest tolerated worsening. */
  margin: number
  /** Whether the data show that it is above zero. */
  shown: boolean
  /** Whether the data show that it is above the margin. */
  beyondShown: boolean
  /** Upper bound at the level of a pass; null: the data are too few for one. */
  upper: number | null
}

/**
 * Fails on a worsening that is shown and whose estimate is beyond the margin (dual criterion; Roychoudhury, Scheuer and
 * Neuenschwander 2018). In mode `strict` it fails only where the whole interval is beyond the margin. Passes where the
 * upper bound is below the margin.
 */
export function decide(worsening: Worsening, mode: 'evidence' | 'strict' | 'point'): Verdict {
  const { estimate, margin, shown, beyondShown, upper } = worsening
  const fails = mode === 'strict' ? beyondShown : shown && estimate > margin
  if (fails) return 'fail'
  return upper !== null && upper < margin ? 'pass' : 'inconclusive'
}
