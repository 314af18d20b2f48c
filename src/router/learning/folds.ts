import { seededRandom } from '../../statistics/distributions/random.ts'

/** The fold, from 0, in which each message is held out. All messages of a conversation share a fold. */
export function folds(messages: readonly { conversation: string }[], count: number, seed: number): number[] {
  const conversations = seededRandom(seed).shuffle([...new Set(messages.map(({ conversation }) => conversation))])
  const fold = new Map(conversations.map((conversation, at) => [conversation, at % count]))
  return messages.map(({ conversation }) => fold.get(conversation) ?? 0)
}
