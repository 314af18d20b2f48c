import { Recent } from './recent.ts'
import type { ChatMessage } from './texts.ts'

/** Conversations whose turns are remembered, at the least. */
const REMEMBERED = 10_000

/**
 * Knows which conversations one router has served from their first turn on. Of the others, those that another process
 * has served too or that began before a restart, this router does not know what their earlier messages have taught.
 */
export class WholeConversations {
  /** Turns of the user that were seen, without a gap. */
  readonly #turns = new Recent<number>(REMEMBERED)

  /** Whether this message and all earlier turns that its message list shows came by here. */
  add(conversation: string, messages: readonly ChatMessage[]): boolean {
    const turns = userTurns(messages)
    const before = this.#turns.get(conversation) ?? 0
    if (turns > before + 1) return false
    this.#turns.set(conversation, Math.max(before, turns))
    return true
  }
}

/** Messages of the user in a list. */
export function userTurns(messages: readonly ChatMessage[]): number {
  return messages.filter(({ role }) => role === 'user').length
}
