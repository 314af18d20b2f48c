import { type Source, SOURCES } from '../../../source.ts'
import { MAX_SLOW_SHARE } from '../../policy.ts'
import { CANDIDATES } from './cells.ts'
import type { Sides } from './effects.ts'

/** Normal quantile of one-sided 95 %. */
const Z = 1.645

/** Minimum number of outcomes for a breach. */
export const MIN_OUTCOMES = 60

/** Weight of the overall share of a source in each cell, in replies. */
const POOLED = 2

/** Estimated share of slow replies for a boundary. */
export interface SlowShare {
  share: number
  /** Standard error of the share. */
  error: number
  /** Number of outcomes behind the estimate. */
  messages: number
}

/**
 * The share of slow replies of each candidate, in order. A cell with few replies is shrunk towards the share of its source
 * in all cells: a pseudo count in each nearly empty cell would make the guard undo a right move.
 */
export function slowShares(cells: readonly Sides[]): SlowShare[] {
  const counts = cells.map(({ main_model, embedder }) => main_model.n + embedder.n)
  const all = counts.reduce((sum, count) => sum + count, 0)
  const pooled = Object.fromEntries(SOURCES.map((source) => [source, pooledShare(cells, source)])) as Record<
    Source,
    number
  >
  return CANDIDATES.map((_, index) => {
    let [share, square] = [0, 0]
    for (const [cell, sides] of cells.entries()) {
      const source = cell > index ? 'main_model' : 'embedder'
      const { n, slow } = sides[source]
      const part = all === 0 ? 0 : (counts[cell] ?? 0) / all
      const rate = (Math.min(slow, n) + POOLED * pooled[source]) / (n + POOLED)
      share += part * rate
      square += (part * part * rate * (1 - rate)) / (n + POOLED)
    }
    return { share, error: Math.sqrt(square), messages: all }
  })
}

/** The share of a source in all cells, with half a slow reply added (Krichevsky and Trofimov). */
function pooledShare(cells: readonly Sides[], source: Source): number {
  let [n, slow] = [0, 0]
  for (const { [source]: side } of cells) {
    n += side.n
    slow += Math.min(side.slow, side.n)
  }
  return (slow + 0.5) / (n + 1)
}

/** The largest share of slow replies that the outcomes leave open: the upper limit of 95 %. */
export function worstShare({ share, error }: SlowShare): number {
  return share + Z * error
}

/** The smallest share of slow replies that the outcomes leave open: the lower limit of 95 %. */
export function leastShare({ share, error }: SlowShare): number {
  return share - Z * error
}

/** The reason why a candidate is not allowed; null: it is allowed. */
export function refusal(candidate: SlowShare, committed: SlowShare): string | null {
  const worst = worstShare(candidate)
  if (worst <= MAX_SLOW_SHARE || candidate.share < committed.share) return null
  // The estimate is within the limit, so that more outcomes may show that the share is.
  const because = candidate.share <= MAX_SLOW_SHARE ? ' with so few outcomes' : ''
  return `up to ${percent(worst)} of its replies may be slow${because}, and the limit is ${percent(MAX_SLOW_SHARE)}`
}

/** Whether significantly too many replies are slow. */
export function isInBreach(slow: SlowShare): boolean {
  return slow.messages >= MIN_OUTCOMES && leastShare(slow) > MAX_SLOW_SHARE
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`
}
