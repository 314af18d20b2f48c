import type { Source } from '../../source.ts'
import { CANDIDATES, CELLS, cellOf } from '../policies/evidence/cells.ts'

/** What a log says of one message that was routed, answered and judged. */
export interface LoggedMessage {
  conversation: string
  weight: number
  source: Source
  /** Probability with which it went to `source`, over both buckets and the experiment's draw. */
  propensity: number
  /** 0 to 1. */
  quality: number
  latencyS: number
}

/** Messages that can tell what another boundary would have been worth. */
export interface Usable {
  messages: LoggedMessage[]
  /** How many of them might have gone to either source. */
  drawn: number
  /** Left out: another boundary would have sent them elsewhere, and nothing was left to chance. */
  certain: number
  /** Both by the number of candidates below the weight. */
  drawnIn: number[]
  certainIn: number[]
}

/** Leaves out what says nothing about other routes; what no candidate would have sent elsewhere is of use as it is. */
export function usable(messages: readonly LoggedMessage[]): Usable {
  const drawnIn = CELLS.map(() => 0)
  const certainIn = CELLS.map(() => 0)
  const kept = messages.filter(({ weight, propensity }) => {
    const cell = cellOf(weight)
    if (cell === 0 || cell === CANDIDATES.length) return true
    const counts = propensity < 1 ? drawnIn : certainIn
    counts[cell] = (counts[cell] ?? 0) + 1
    return propensity < 1
  })
  return { messages: kept, drawn: total(drawnIn), certain: total(certainIn), drawnIn, certainIn }
}

function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0)
}
