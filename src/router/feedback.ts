import { mustBe } from '../text/option-errors.ts'
import type { Decision, Outcome } from './decision.ts'
import { MAX_OUTCOME_AGE_MS } from './pending.ts'
import type { Feedback, PolicyOptions } from './policy.ts'
import { type Increment, noIncrement } from './state.ts'

/** The feedback of an outcome, or the reason why it does not count. */
export function feedbackFrom(outcome: Extract<Outcome, { kind: 'answered' }>): Feedback | string {
  const { quality, latencyMs, origin } = outcome
  if (origin === 'replayed') return 'a replayed reply does not count'
  if (typeof quality !== 'number' || !(quality >= 0 && quality <= 1))
    return mustBe('"quality"', 'a number from 0 to 1', quality)
  // The outcome of a slower reply would come too late to count.
  if (typeof latencyMs !== 'number' || !(latencyMs >= 0 && latencyMs <= MAX_OUTCOME_AGE_MS))
    return mustBe('"latencyMs"', 'a number of milliseconds from 0 to one hour', latencyMs)
  return { quality, latencyMs }
}

/** The increment of a bucket's sums by an outcome. `feedback` null: there was no reply. */
export function bucketIncrement(
  decision: Decision,
  feedback: Feedback | null,
  { latencyLimitMs }: PolicyOptions,
): Increment {
  const { bucket, begins, source, experiment } = decision
  const seconds = (feedback?.latencyMs ?? 0) / 1_000
  const sums = {
    conversations: begins ? 1 : 0,
    ...(feedback === null
      ? { failures: 1 }
      : {
          sample_count: 1,
          main_count: source === 'main_model' ? 1 : 0,
          quality_sum: feedback.quality,
          quality_squares: feedback.quality ** 2,
          latency_sum_s: seconds,
          latency_squares: seconds ** 2,
          slow_count: feedback.latencyMs > latencyLimitMs ? 1 : 0,
        }),
  }
  const increment = noIncrement(experiment?.generation ?? 0)
  return { ...increment, buckets: { [bucket]: sums }, since_move: { buckets: { [bucket]: sums }, epochs: {} } }
}
