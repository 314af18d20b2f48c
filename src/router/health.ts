import { binomialCdf, binomialSf } from '../statistics/distributions/binomial.ts'
import { type Arm, MOST, type RouterState } from './state.ts'

/** A split this unlikely is no chance. */
const ALPHA = 0.001

/** Whether the conversations came into the two buckets in the shares that they should. */
export interface Split {
  control: number
  treatment: number
  /** Share that should be in control. */
  expected: number
  /** Exact, two-sided; 1 without conversations. */
  p: number
  /** What a mismatch may mean; null: there is none. */
  warning: string | null
}

/**
 * Looks for a sample-ratio mismatch (Fabijan et al. 2019): buckets of other sizes than chance gives were not filled by
 * chance, and what is found in them is not to be trusted. Conversations count, since all messages of one share a bucket.
 */
export function splitOf({ buckets }: RouterState, controlShare: number): Split {
  const [control, treatment] = [conversationsIn(buckets.control), conversationsIn(buckets.treatment)]
  const n = control + treatment
  const inside = controlShare > 0 && controlShare < 1
  const p = n === 0 || !inside ? 1 : twoSided(control, n, controlShare)
  const warning =
    p >= ALPHA
      ? null
      : `${control} of ${n} conversations are in control, and ${Math.round(controlShare * n)} should be: outcomes of one bucket are lost, controlShare was changed, or ids are not of conversations`
  return { control, treatment, expected: controlShare, p, warning }
}

function conversationsIn({ conversations }: Arm): number {
  return Math.round(Math.min(MOST, conversations))
}

function twoSided(successes: number, n: number, share: number): number {
  const upTo = binomialCdf(successes, n, share)
  const from = successes === 0 ? 1 : binomialSf(successes - 1, n, share)
  return Math.min(1, 2 * Math.min(upTo, from))
}
