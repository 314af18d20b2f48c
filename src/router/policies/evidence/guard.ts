import { type Source, SOURCES } from '../../../source.ts'
import { MOST_SLOW } from '../../policy.ts'
import { CANDIDATES } from './cells.ts'
import type { Sides } from './effects.ts'

/** How sure one has to be of a share: one-sided 95 %. */
const Z = 1.645

/** Outcomes below which nothing is called too slow. */
const LEAST = 60

/** Replies for which the share of its source counts in each cell, beside those that were seen there. */
const POOLED = 2

/** How many replies would be slow with a boundary. */
export interface SlowShare {
  share: number
  /** Standard error of the share. */
  error: number
  /** Outcomes that this rests on. */
  messages: number
}

/**
 * The share of slow replies of each candidate, in their order, from what either source did in each cell. A cell of few
 * replies is drawn towards the share of its source in all cells: half a slow reply in each of the nearly empty ones would
 * make the guard step back from a right move.
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

/** The share of a source in all cells, with half a slow reply more (Krichevsky and Trofimov): none of three is not none for ever. */
function pooledShare(cells: readonly Sides[], source: Source): number {
  let [n, slow] = [0, 0]
  for (const { [source]: side } of cells) {
    n += side.n
    slow += Math.min(side.slow, side.n)
  }
  return (slow + 0.5) / (n + 1)
}

/** Why a candidate may not be taken; null: it may. */
export function refusal(candidate: SlowShare, committed: SlowShare): string | null {
  const worst = candidate.share + Z * candidate.error
  if (worst <= MOST_SLOW || candidate.share < committed.share) return null
  return `up to ${percent(worst)} of its replies may be slow, and ${percent(MOST_SLOW)} is the most`
}

/** Whether more replies are slow than may be, beyond chance. */
export function isInBreach({ share, error, messages }: SlowShare): boolean {
  return messages >= LEAST && share - Z * error > MOST_SLOW
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`
}
