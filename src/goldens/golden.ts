import type { Message } from '../message.ts'
import type { Golden } from '../../schemas/generated/golden-set.ts'

export type { Expectation, Golden } from '../../schemas/generated/golden-set.ts'

/** What the model is sent for a golden: its earlier messages, then the question as the user's last one. */
export function conversationOf({ messages, question }: Golden): Message[] {
  return [...(messages ?? []), { role: 'user', content: question }]
}
