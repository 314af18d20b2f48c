import { normalCdf } from '../../statistics/distributions/normal.ts'
import type { Random } from '../../statistics/distributions/random.ts'

/** Kinds of messages by weight: small talk, questions in between, tasks. 40 % of all messages are near the boundary. */
const KINDS = [
  { share: 0.25, mean: 0.25, sd: 0.08 },
  { share: 0.5, mean: 0.5, sd: 0.07 },
  { share: 0.25, mean: 0.72, sd: 0.09 },
] as const

/** Properties of the conversations of simulated traffic. */
export interface Conversations {
  /** Mean number of messages in a conversation. */
  turns: number
  /** Standard deviation between conversations of the probability of a right answer. */
  spread: number
}

/** Short conversations of similar difficulty. */
const DEFAULT_CONVERSATIONS: Conversations = { turns: 4, spread: 0.05 }

/** A message of simulated traffic. */
export interface TrafficMessage {
  conversation: string
  weight: number
  /** Added to the probability of a right answer, for both models. */
  shift: number
}

/** Generates messages in order, several per conversation. */
export function* traffic(
  random: Random,
  count: number,
  { turns, spread }: Conversations = DEFAULT_CONVERSATIONS,
): Generator<TrafficMessage> {
  let [conversation, shift] = ['', 0]
  for (let n = 0; n < count; n++) {
    if (n === 0 || random.uniform() < 1 / turns) {
      conversation = `conversation ${n} ${random.integer(1_000_000_000)}`
      shift = spread * random.normal()
    }
    yield { conversation, shift, weight: weightOf(random) }
  }
}

function weightOf(random: Random): number {
  let left = random.uniform()
  const { mean, sd } = KINDS.find(({ share }) => (left -= share) < 0) ?? KINDS[1]
  const weight = mean + sd * random.normal()
  return Math.min(1, Math.max(0, Math.round(1_000 * weight) / 1_000))
}

/** Share of the messages with at most this weight. */
export function shareUpTo(weight: number): number {
  return KINDS.reduce((sum, { share, mean, sd }) => sum + share * normalCdf((weight - mean) / sd), 0)
}
