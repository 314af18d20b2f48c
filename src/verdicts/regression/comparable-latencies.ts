import { SHORTEST_MS } from '../decoding-speed.ts'
import { cachedAlike, type CacheState, goldenCacheState } from '../prompt-cache.ts'
import type { GoldenResult } from '../results.ts'
import type { Pair } from './rule.ts'

/** The latencies of a comparison that were measured under the same conditions. */
export interface ComparableLatencies {
  /**
   * With the comparable replies. Where only their generation is comparable, `latencyMs` is the time after the first
   * token.
   */
  pairs: Pair[]
  /**
   * For a person: which goldens are compared without the time to the first token, or not at all. undefined: all are, in
   * full.
   */
  note?: string
}

/**
 * Selects comparable latencies. The first token of a cached prompt comes several times sooner, so where the cache states
 * of a golden differ, the time after the first token is compared instead. Goldens whose generation is too short for that
 * are left out.
 */
export function comparableLatencies(pairs: readonly Pair[]): ComparableLatencies {
  const whole: Pair[] = []
  const generation: Pair[] = []
  const leftOut: Pair[] = []
  for (const pair of pairs) {
    const alike = cachedAlike(pair.baseline.replies, pair.current.replies)
    if (alike !== null) {
      whole.push(withReplies(pair, alike))
      continue
    }
    const parts = [pair.baseline, pair.current].map(generationOf) as [GoldenResult['replies'], GoldenResult['replies']]
    if (parts.every((replies) => replies.length > 0)) generation.push(withReplies(pair, parts))
    else leftOut.push(pair)
  }
  if (whole.length === pairs.length) return { pairs: whole }
  const words = [
    ...(generation.length > 0 ? [`${goldens(generation)} compared without the time to the first token`] : []),
    ...(leftOut.length > 0 ? [`${goldens(leftOut)} left out, too short without it`] : []),
  ]
  return {
    pairs: [...whole, ...generation],
    note: `prompt cache ${changes([...generation, ...leftOut])}: ${words.join(', ')}`,
  }
}

function withReplies(
  { id, baseline, current }: Pair,
  [before, now]: [GoldenResult['replies'], GoldenResult['replies']],
): Pair {
  return { id, baseline: { ...baseline, replies: before }, current: { ...current, replies: now } }
}

/** The replies with the time after their first token as their latency; those that are too short are left out. */
function generationOf({ replies }: GoldenResult): GoldenResult['replies'] {
  return replies.flatMap((reply) => {
    const generationMs = reply.latencyMs - (reply.firstTokenMs ?? NaN)
    return generationMs >= SHORTEST_MS ? [{ ...reply, latencyMs: generationMs }] : []
  })
}

function goldens({ length }: readonly unknown[]): string {
  return `${length} ${length === 1 ? 'golden' : 'goldens'}`
}

/** `cold in the baseline and warm now`. */
function changes(pairs: readonly Pair[]): string {
  const seen = pairs.map(({ baseline, current }) => between(goldenCacheState(baseline), goldenCacheState(current)))
  return [...new Set(seen)].join(', ')
}

function between(before: CacheState, now: CacheState): string {
  const word = (state: CacheState) => (state === 'unknown' ? 'not known' : state)
  return `${word(before)} in the baseline and ${word(now)} now`
}
