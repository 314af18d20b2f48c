import { mixtureEValue } from '../../../statistics/sequential/e-value.ts'
import { type EpochCells, EPOCH } from './effects.ts'

/** Scale of the mixture over the size of the effect (see `mixtureEValue`). */
const SCALE = 0.02

/** Conversations below which there is no evidence: it holds for many of them. */
export const LEAST_CONVERSATIONS = 60

/** The evidence starts anew beside the older starts after so many effects, so that a world that changes is noticed. */
const START_EPOCHS = 500 / EPOCH

/** What the effects in some cells say, from one start on. */
export interface Start {
  /** Messages with an effect. */
  n: number
  /** Conversations that they belong to: those whose first effect is among them. */
  conversations: number
  sum: number
  /** Sum of the squares of what whole conversations come to, around the mean of a message: a little too much, to be safe. */
  variance: number
  /** Messages of all cells since then, those that no boundary changes among them. */
  messages: number
  /** The e-value, times the weight of its start. */
  evidence: number
}

/**
 * The evidence that going the other way in these cells is better, from each start: the e-process of Howard et al. (2021)
 * with restarts weighted 1/((k+1)(k+2)) (Shin, Ramdas and Rinaldo 2022). `sign` +1: the other way is `main_model`.
 */
export function startsOf(epochs: readonly EpochCells[], cells: readonly number[], sign: 1 | -1): Start[] {
  const starts: Start[] = []
  let [n, conversations, sum, squares, messages] = [0, 0, 0, 0, 0]
  // From the newest epoch back, so that each start adds to what the later ones have.
  for (const { epoch, cells: seen, messages: more } of epochs.toReversed()) {
    messages += more
    for (const number of cells) {
      const cell = seen[number]
      if (cell === undefined) continue
      n += cell.n
      conversations += cell.conversations
      sum += sign * cell.effect_sum
      squares += cell.effect_squares + cell.effect_products
    }
    if (epoch % START_EPOCHS !== 0) continue
    const k = epoch / START_EPOCHS
    const variance = n === 0 ? 0 : Math.max(0, squares - (sum * sum) / n)
    const evidence = evidenceOf({ n, conversations, sum, variance }) / ((k + 1) * (k + 2))
    starts.push({ n, conversations, sum, variance, messages, evidence })
  }
  return starts
}

function evidenceOf({ n, conversations, sum, variance }: Pick<Start, 'n' | 'conversations' | 'sum' | 'variance'>) {
  if (conversations < LEAST_CONVERSATIONS) return n === 0 ? 0 : 1
  return Math.min(Number.MAX_VALUE, mixtureEValue({ sum, variance, r: SCALE }))
}

/** About how many more effects like these it takes until the evidence reaches `needed`; null: more than 100,000. */
export function moreNeeded({ n, conversations, sum, variance }: Start, needed: number): number | null {
  if (n < 2 || sum <= 0) return null
  for (let total = n; total <= 100_000; total = Math.ceil(1.1 * total)) {
    const terms = {
      n: total,
      conversations,
      sum: (sum * total) / n,
      variance: (variance * total) / n,
    }
    // Half: the weight of the first start.
    if (evidenceOf(terms) / 2 >= needed) return total - n
  }
  return null
}
