import type { Message } from '../../src/message.ts'
import { excerpt } from './excerpt.ts'
import { gap, label, MARGIN, type Row, textRows } from './row.ts'
import { BODY, SMALL } from './text-width.ts'

/** The most characters that are shown of a conversation. */
const CONVERSATION_MAX = 20_000
/** The characters that are shown of each message at least. */
const MESSAGE_MIN = 200
const MESSAGES_MAX = 100

/** The messages that the model received: the question alone, or each message of the conversation under its role. */
export function conversationRows(conversation: readonly Message[], question: string): Row[] {
  if (conversation.length < 2) return [...label('Question'), ...textRows(excerpt(question, CONVERSATION_MAX))]
  const shown = conversation.slice(-MESSAGES_MAX)
  const left = conversation.length - shown.length
  const longest = longestMessage(shown.map(({ content }) => content.length))
  return [
    ...label(`Conversation: ${conversation.length} messages, the question last`),
    ...(left === 0 ? [] : textRows(`… (${left} earlier messages)`, { tone: 'muted' })),
    ...shown.flatMap(({ role, content }, index) => [
      ...(index === 0 ? [] : [gap(6)]),
      ...textRows(role, {
        font: { ...SMALL, classes: 's b' },
        tone: role === 'user' ? 'accent' : role === 'assistant' ? 'violet' : 'muted',
      }),
      ...textRows(excerpt(content, longest), { x: MARGIN + 14, font: BODY }),
    ]),
  ]
}

/** The length limit of each message: short messages leave their share to the others. */
function longestMessage(lengths: readonly number[]): number {
  let left = CONVERSATION_MAX
  let open = lengths.length
  for (const length of lengths.toSorted((a, b) => a - b)) {
    const share = left / open
    if (length > share) return Math.max(MESSAGE_MIN, Math.floor(share))
    left -= length
    open -= 1
  }
  return CONVERSATION_MAX
}
