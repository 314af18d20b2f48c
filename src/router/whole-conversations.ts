import type { ChatMessage } from './texts.ts'
import { TurnCounts } from './turn-counts.ts'

/**
 * Records which conversations this router has served from their first turn. For the others, served by another process or
 * started before a restart, the earlier outcomes are unknown.
 */
export class WholeConversations {
  /** Number of consecutive user turns seen from the first. */
  readonly #turns = new TurnCounts()

  /** Whether this router has seen this message and all earlier turns of its conversation. `turns`: those of the user so far. */
  add(conversation: string, turns: number): boolean {
    // An application in JavaScript may use numbers as ids; the router treats them as invalid.
    if (typeof conversation !== 'string') return false
    const before = this.#turns.get(conversation)
    if (turns > before + 1) return false
    this.#turns.set(conversation, Math.max(before, turns))
    return true
  }
}

/** Number of user messages in an array. */
export function userTurns(messages: readonly ChatMessage[]): number {
  let turns = 0
  for (const { role } of messages) if (role === 'user') turns += 1
  return turns
}
