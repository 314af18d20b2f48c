import type { GoldenResult, MeasuredReply } from './results.ts'

/**
 * How much of a prompt the server had in its cache, which makes the time to the first token several times shorter. cold:
 * less than 10 % of its tokens; warm: more than 50 %; mixed: in between; unknown: the server does not report it.
 */
export type CacheState = 'cold' | 'mixed' | 'warm' | 'unknown'

/** In a fixed order. */
export const CACHE_STATES: readonly CacheState[] = ['cold', 'mixed', 'warm', 'unknown']

/** The state of a reply by the cached share of its prompt; undefined or null: not known. */
export function cacheState(cachedShare: number | null | undefined): CacheState {
  if (cachedShare === undefined || cachedShare === null || Number.isNaN(cachedShare)) return 'unknown'
  if (cachedShare < 0.1) return 'cold'
  return cachedShare > 0.5 ? 'warm' : 'mixed'
}

/** The cached share of a prompt, 0 to 1; null: the server did not report it, or the prompt was empty. */
export function cachedShareOf({ prompt, cached }: { prompt: number | null; cached?: number }): number | null {
  return cached === undefined || prompt === null || prompt <= 0 ? null : Math.min(1, cached / prompt)
}

/** Counts the replies in each state. */
export function cacheCounts(replies: readonly { cachedShare?: number | null }[]): Record<CacheState, number> {
  const counts = { cold: 0, mixed: 0, warm: 0, unknown: 0 }
  for (const { cachedShare } of replies) counts[cacheState(cachedShare)] += 1
  return counts
}

/** The state that all repeats of a golden share; `mixed` where they differ. */
export function goldenCacheState({ replies }: GoldenResult): CacheState {
  const states = new Set(replies.map(({ cachedShare }) => cacheState(cachedShare)))
  const [only = 'unknown'] = states
  return states.size > 1 ? 'mixed' : only
}

/**
 * The replies of two sides with the same prompt cache state. Where the states are equally frequent on both sides, these
 * are all replies, otherwise the replies in the state that the sides share most. null: they share no state.
 */
export function cachedAlike<T extends Pick<MeasuredReply, 'cachedShare'>>(
  first: readonly T[],
  second: readonly T[],
): [T[], T[]] | null {
  const [one, other] = [cacheCounts(first), cacheCounts(second)]
  if (CACHE_STATES.every((state) => one[state] * second.length === other[state] * first.length)) {
    return [[...first], [...second]]
  }
  const common = (state: CacheState) => Math.min(one[state], other[state])
  const best = CACHE_STATES.reduce((a, b) => (common(b) > common(a) ? b : a))
  if (common(best) === 0) return null
  const of = (side: readonly T[]) => side.filter(({ cachedShare }) => cacheState(cachedShare) === best)
  return [of(first), of(second)]
}
