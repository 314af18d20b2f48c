import type { Source } from '../../source.ts'
import { CANDIDATES, CELLS, cellOf } from '../policies/evidence/cells.ts'
import { type MessageTable, rowsOf } from './message-table.ts'

/** One routed, answered and judged message of a log. */
export interface LoggedMessage {
  conversation: string
  weight: number
  source: Source
  /** Probability of `source`, over both buckets and the draw of the experiment. */
  propensity: number
  /** 0 to 1. */
  quality: number
  latencyS: number
}

/** Messages that can be used to evaluate boundaries. */
export interface UsableMessages {
  messages: MessageTable
  /** Number of randomized messages among them. */
  drawn: number
  /** Number of messages that were left out: a candidate changes their route, and they were not randomized. */
  certain: number
  /** Both counts by cell: the number of candidates below the weight. */
  drawnIn: number[]
  certainIn: number[]
}

/** Leaves out messages without randomization, unless no candidate changes their route. */
export function usableMessages(logged: MessageTable): UsableMessages {
  const drawnIn = CELLS.map(() => 0)
  const certainIn = CELLS.map(() => 0)
  const kept = Uint32Array.from(logged.weight.keys()).filter((row) => {
    const cell = cellOf(logged.weight[row] ?? 0)
    if (cell === 0 || cell === CANDIDATES.length) return true
    const isDrawn = (logged.propensity[row] ?? 1) < 1
    const counts = isDrawn ? drawnIn : certainIn
    counts[cell] = (counts[cell] ?? 0) + 1
    return isDrawn
  })
  const messages = kept.length === logged.length ? logged : rowsOf(logged, kept)
  return { messages, drawn: total(drawnIn), certain: total(certainIn), drawnIn, certainIn }
}

function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0)
}
