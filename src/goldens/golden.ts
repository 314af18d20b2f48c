import type { Message } from '../message.ts'
import type { Golden } from '../../schemas/generated/golden-set.ts'

export type { Expectation, Golden } from '../../schemas/generated/golden-set.ts'

/** The conversation of a golden: its earlier messages, then the question as the user's last message. */
export function conversationOf({ messages, question }: Golden): Message[] {
  return [...(messages ?? []), { role: 'user', content: question }]
}
