import type { Stratum } from '../../statistics/counts/stratified.ts'
import type { GoldenResult, MeasuredReply } from '../results.ts'
import type { Pair } from './rule.ts'

/**
 * The goldens as strata of a count. Repeats that are copies of one reply count once: greedy decoding gives the same text
 * each time, which adds no information about quality.
 */
export function strataOf(
  pairs: readonly Pair[],
  holds: (reply: MeasuredReply) => boolean,
  areCopies: (golden: GoldenResult) => boolean,
): Stratum[] {
  const count = (golden: GoldenResult) => {
    const replies = areCopies(golden) ? golden.replies.slice(0, 1) : golden.replies
    return { passes: replies.filter(holds).length, n: replies.length }
  }
  return pairs.map(({ baseline, current }) => {
    const [before, after] = [count(baseline), count(current)]
    return { before: before.passes, beforeN: before.n, after: after.passes, afterN: after.n }
  })
}

/**
 * Whether all repeats are the same reply. Without digests (as in older baselines) repeats with equal verdicts count as
 * copies, which is the conservative choice.
 */
export function areCopies({ replies }: GoldenResult): boolean {
  const [first] = replies
  if (first === undefined) return false
  return replies.every((reply) =>
    reply.digest === undefined || first.digest === undefined
      ? reply.passed === first.passed
      : reply.digest === first.digest,
  )
}

/** Whether the texts of the repeats differ on either side. If so, decoding is not greedy in effect. */
export function hasDistinctReplies({ baseline, current }: Pair): boolean {
  return !(areCopies(baseline) && areCopies(current))
}

/** Whether every reply of the golden has the same text on both sides. False where a text is not known. */
export function sameReply({ baseline, current }: Pair): boolean {
  const digests = [...baseline.replies, ...current.replies].map((reply) => reply.digest)
  return digests[0] !== undefined && digests.every((digest) => digest === digests[0])
}

/** Whether all repeats went to the same model. A router that decides by the message always decides the same. */
export function isRoutedAlike({ replies }: GoldenResult): boolean {
  return replies.every((reply) => reply.source === replies[0]?.source)
}

/** The fewest distinct repeats, over both sides. */
export function fewestRepeats(strata: readonly Stratum[]): number {
  return strata.length === 0 ? 0 : Math.min(...strata.flatMap(({ beforeN, afterN }) => [beforeN, afterN]))
}
