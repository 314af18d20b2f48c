import { seededRandom } from '../../statistics/distributions/random.ts'

/** The part, from 0, that each message is held out in; a conversation is held out as a whole. */
export function folds(messages: readonly { conversation: string }[], parts: number, seed: number): number[] {
  const conversations = seededRandom(seed).shuffle([...new Set(messages.map(({ conversation }) => conversation))])
  const part = new Map(conversations.map((conversation, at) => [conversation, at % parts]))
  return messages.map(({ conversation }) => part.get(conversation) ?? 0)
}
