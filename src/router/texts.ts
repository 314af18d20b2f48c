import { mustBe } from '../text/option-errors.ts'
import type { Message } from '../message.ts'

/**
 * A message in the form of OpenAI's `ChatCompletionMessageParam` and similar types: its content is a string, an array of
 * parts, or missing, as with a tool call. Parts without text do not affect the weight.
 */
export interface ChatMessage {
  role: string
  content?: string | null | readonly { type?: string; text?: unknown }[]
}

/** Converts messages to plain text. Throws a TypeError if `messages` is not an array. */
export function texts(messages: readonly ChatMessage[]): readonly Message[] {
  if (!Array.isArray(messages))
    throw new TypeError(`router: ${mustBe('"messages"', 'an array with the messages of the conversation', messages)}`)
  if (messages.every(isText)) return messages
  return messages.map((message) => ({ ...(message as Message), content: textOf(message.content) }))
}

function isText(message: ChatMessage): message is Message {
  return typeof message.content === 'string'
}

function textOf(content: ChatMessage['content']): string {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return ''
  return content
    .flatMap((part: { text?: unknown } | null | undefined) => (typeof part?.text === 'string' ? [part.text] : []))
    .join('\n')
}
