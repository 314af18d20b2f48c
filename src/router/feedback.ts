import type { Decision, Outcome } from './decision.ts'
import { LATEST } from './pending.ts'
import type { Feedback, PolicyOptions } from './policy.ts'
import { type Increment, noIncrement } from './state.ts'

/** What an outcome teaches, or why it teaches nothing. */
export function feedbackFrom(outcome: Extract<Outcome, { kind: 'answered' }>): Feedback | string {
  const { quality, latencyMs, origin } = outcome
  if (origin === 'replayed') return 'a replayed reply teaches nothing'
  if (typeof quality !== 'number' || !(quality >= 0 && quality <= 1))
    return `quality must be from 0 to 1, not ${String(quality)}`
  // A reply that took longer would have come too late to count.
  if (typeof latencyMs !== 'number' || !(latencyMs >= 0 && latencyMs <= LATEST))
    return `latencyMs must be a number of milliseconds, an hour at most, not ${String(latencyMs)}`
  return { quality, latencyMs }
}

/** What the outcome of a decision adds to its bucket's sums. null: there was no reply. */
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
