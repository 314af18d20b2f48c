import type { Message } from '../message.ts'

/**
 * A message as applications have it, OpenAI's `ChatCompletionMessageParam` among others: beside a text there may be parts
 * of several kinds, or nothing, as beside a tool call. What is no text weighs nothing.
 */
export interface ChatMessage {
  role: string
  content?: string | null | readonly { type?: string; text?: unknown }[]
}

/** The messages with nothing but text in them; those that are texts already as they are. Throws where there are none. */
export function texts(messages: readonly ChatMessage[]): readonly Message[] {
  if (!Array.isArray(messages)) throw new TypeError('router: route takes the messages of the conversation, a list')
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
