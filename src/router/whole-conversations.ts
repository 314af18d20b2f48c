import { Recent } from './recent.ts'
import type { ChatMessage } from './texts.ts'

/** Minimum number of conversations to remember. */
const REMEMBERED = 10_000

/**
 * Records which conversations this router has served from their first turn. For the others, served by another process or
 * started before a restart, the earlier outcomes are unknown.
 */
export class WholeConversations {
  /** Number of consecutive user turns seen from the first. */
  readonly #turns = new Recent<number>(REMEMBERED)

  /** Whether this router has seen this message and all earlier turns of its conversation. `turns`: those of the user so far. */
  add(conversation: string, turns: number): boolean {
    const before = this.#turns.get(conversation) ?? 0
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
