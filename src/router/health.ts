import { binomialCdf, binomialSf } from '../statistics/distributions/binomial.ts'
import { type Arm, MAX_SUM, type RouterState } from './state.ts'

/** Significance level of the sample-ratio check. */
const ALPHA = 0.001

/** The numbers of conversations in the two buckets, with a test of their ratio. */
export interface Split {
  control: number
  treatment: number
  /** Expected share of control. */
  expected: number
  /** Exact, two-sided; 1 without conversations. */
  p: number
  /** Possible causes of a mismatch; null: the split is as expected. */
  warning: string | null
}

/**
 * Tests for a sample ratio mismatch (Fabijan et al. 2019): with unexpected bucket sizes, results of the experiment cannot be
 * trusted. Counts conversations, since all messages of one share a bucket.
 */
export function splitOf({ buckets }: RouterState, controlShare: number): Split {
  return sampleRatio(
    { control: conversationsIn(buckets.control), treatment: conversationsIn(buckets.treatment) },
    controlShare,
  )
}

/** The same test of two numbers of conversations. */
export function sampleRatio(
  { control, treatment }: { control: number; treatment: number },
  controlShare: number,
): Split {
  const n = control + treatment
  const inside = controlShare > 0 && controlShare < 1
  const p = n === 0 || !inside ? 1 : twoSided(control, n, controlShare)
  const warning =
    p >= ALPHA
      ? null
      : `${control} of ${n} conversations are in control, expected ${Math.round(controlShare * n)}: outcomes of one bucket are lost, controlShare was changed, or ids do not identify conversations`
  return { control, treatment, expected: controlShare, p, warning }
}

function conversationsIn({ conversations }: Arm): number {
  return Math.round(Math.min(MAX_SUM, conversations))
}

function twoSided(successes: number, n: number, share: number): number {
  const upTo = binomialCdf(successes, n, share)
  const from = successes === 0 ? 1 : binomialSf(successes - 1, n, share)
  return Math.min(1, 2 * Math.min(upTo, from))
}
