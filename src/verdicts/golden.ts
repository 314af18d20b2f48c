import type { Source } from '../source.ts'
import type { GoldenResult, MeasuredReply } from './results.ts'

/** `unmeasured`: no reply failed, but not every repeat got one. `unjudged`: every repeat got one, but not all were judged. */
export type GoldenVerdict = 'pass' | 'fail' | 'unmeasured' | 'unjudged'

/** What latencies rest on: this machine now, a recording, or some of both. */
export type Basis = 'measured' | 'replayed' | 'mixed'

/** A golden fails with its first failing reply, and passes only when every repeat was measured, judged and passed. */
export function goldenVerdict(golden: GoldenResult): GoldenVerdict {
  if (golden.replies.some((reply) => reply.passed === false)) return 'fail'
  if (!isMeasured(golden)) return 'unmeasured'
  return isJudged(golden) ? 'pass' : 'unjudged'
}

/** Was every reply judged? */
export function isJudged(golden: GoldenResult): boolean {
  return golden.replies.every((reply) => reply.passed !== null)
}

/** Questions that got no reply, also those whose repeat counts a later one: a user of the service has seen each. */
export function errorsIn({ unmeasured, repairedErrors = 0 }: GoldenResult): number {
  return unmeasured.length + repairedErrors
}

/** Did every repeat get a reply? */
export function isMeasured(golden: GoldenResult): boolean {
  return golden.replies.length > 0 && golden.unmeasured.length === 0
}

/** Did an attempt fail or get no reply at first, and a later one pass when Vitest tried again? */
export function passedOnRetry(golden: GoldenResult): boolean {
  return golden.replies.some((reply) => reply.passedOnRetry === true)
}

/** The source of most replies, the embedder when it is even; null without replies. */
export function mainSource(golden: GoldenResult): Source | null {
  if (golden.replies.length === 0) return null
  return shareOf(golden.replies, (reply) => reply.source === 'main_model') > 0.5 ? 'main_model' : 'embedder'
}

/** Share of the replies for which `holds` is true, 0 to 1. There must be at least one reply. */
export function shareOf(replies: readonly MeasuredReply[], holds: (reply: MeasuredReply) => boolean): number {
  return replies.filter(holds).length / replies.length
}

/** What the latencies of these goldens rest on; null without replies. */
export function basisOf(goldens: readonly GoldenResult[]): Basis | null {
  const origins = new Set(goldens.flatMap((golden) => golden.replies.map((reply) => reply.origin)))
  const [only] = origins
  return origins.size > 1 ? 'mixed' : (only ?? null)
}
