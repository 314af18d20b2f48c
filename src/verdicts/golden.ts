import type { Source } from '../source.ts'
import type { GoldenResult, MeasuredReply } from './results.ts'

/**
 * `unmeasured`: no reply failed, but not every repeat got one. `unjudged`: every repeat got one, but not all were
 * judged.
 */
export type GoldenVerdict = 'pass' | 'fail' | 'unmeasured' | 'unjudged'

/** The origin of latencies: measured in this run, replayed from a recording, or some of both. */
export type Basis = 'measured' | 'replayed' | 'mixed'

/** A golden fails with its first failing reply, and passes only when every repeat was measured, judged and passed. */
export function goldenVerdict(golden: GoldenResult): GoldenVerdict {
  if (golden.replies.some((reply) => reply.passed === false)) return 'fail'
  if (!isMeasured(golden)) return 'unmeasured'
  return isJudged(golden) ? 'pass' : 'unjudged'
}

/** Whether every reply was judged. */
export function isJudged(golden: GoldenResult): boolean {
  return golden.replies.every((reply) => reply.passed !== null)
}

/** Counts the questions without a reply, also those that a retry repaired: a user of the service saw each of them. */
export function errorsIn({ unmeasured, repairedErrors = 0 }: GoldenResult): number {
  return unmeasured.length + repairedErrors
}

/** Whether every repeat got a reply. */
export function isMeasured(golden: GoldenResult): boolean {
  return golden.replies.length > 0 && golden.unmeasured.length === 0
}

/** Whether an attempt failed or got no reply at first, and a retry of Vitest passed. */
export function passedOnRetry(golden: GoldenResult): boolean {
  return golden.replies.some((reply) => reply.passedOnRetry === true)
}

/** The source of most replies, the embedder in a tie; null without replies. */
export function mainSource(golden: GoldenResult): Source | null {
  if (golden.replies.length === 0) return null
  return shareOf(golden.replies, (reply) => reply.source === 'main_model') > 0.5 ? 'main_model' : 'embedder'
}

/** Share of the replies for which `predicate` is true, 0 to 1. There must be at least one reply. */
export function shareOf(replies: readonly MeasuredReply[], predicate: (reply: MeasuredReply) => boolean): number {
  return replies.filter(predicate).length / replies.length
}

/** The origin of these goldens' latencies; null without replies. */
export function basisOf(goldens: readonly GoldenResult[]): Basis | null {
  const origins = new Set(goldens.flatMap((golden) => golden.replies.map((reply) => reply.origin)))
  const [only] = origins
  return origins.size > 1 ? 'mixed' : (only ?? null)
}
