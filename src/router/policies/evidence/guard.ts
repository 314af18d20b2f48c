import { MOST_SLOW } from '../../policy.ts'
import { CANDIDATES } from './cells.ts'
import type { Sides } from './effects.ts'

/** How sure one has to be of a share: one-sided 95 %. */
const Z = 1.645

/** Outcomes below which nothing is called too slow: the half reply more would weigh too much. */
const LEAST = 60

/** How many replies would be slow with a boundary. */
export interface SlowShare {
  share: number
  /** Standard error of the share. */
  error: number
  /** Outcomes that this rests on. */
  messages: number
}

/** The share of slow replies of each candidate, in their order, from what either source did in each cell. */
export function slowShares(cells: readonly Sides[]): SlowShare[] {
  const counts = cells.map(({ main_model, embedder }) => main_model.n + embedder.n)
  const all = counts.reduce((sum, count) => sum + count, 0)
  return CANDIDATES.map((_, index) => {
    let [share, square] = [0, 0]
    for (const [cell, sides] of cells.entries()) {
      const side = sides[cell > index ? 'main_model' : 'embedder']
      const part = all === 0 ? 0 : (counts[cell] ?? 0) / all
      // Half a slow reply more (Krichevsky and Trofimov): none of three is not none for ever.
      const rate = (Math.min(side.slow, side.n) + 0.5) / (side.n + 1)
      share += part * rate
      square += (part * part * rate * (1 - rate)) / (side.n + 1)
    }
    return { share, error: Math.sqrt(square), messages: all }
  })
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
