import type { Message } from '../message.ts'

/** What applications have in a message beside a text: parts of several kinds, or nothing, as beside a tool call. */
type Content = string | null | undefined | readonly { type?: string; text?: unknown }[]

/** The messages with nothing but text in them; those that are texts already as they are. */
export function texts(messages: readonly Message[]): readonly Message[] {
  if (messages.every(({ content }) => typeof content === 'string')) return messages
  return messages.map((message) => ({ ...message, content: textOf(message.content as Content) }))
}

function textOf(content: Content): string {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return ''
  return content
    .flatMap((part: { text?: unknown } | null | undefined) => (typeof part?.text === 'string' ? [part.text] : []))
    .join('\n')
}
