import { mixtureEValue } from '../../../statistics/sequential/e-value.ts'
import { type EpochCells, EPOCH } from './effects.ts'

/** Scale of the mixture over the size of the effect (see `mixtureEValue`). */
const SCALE = 0.02

/** Minimum number of conversations for evidence, which is asymptotic. */
export const MIN_CONVERSATIONS = 60

/** Epochs between two starts. Later starts let the evidence react to a change of the models. */
const START_EPOCHS = 500 / EPOCH

/** Sums of the effects in some cells since a start. */
export interface Start {
  /** Messages with an effect. */
  n: number
  /** Conversations of these messages. */
  conversations: number
  sum: number
  /** Sum of the squared totals of conversations around the mean per message; conservative. */
  variance: number
  /** Messages of all cells since the start. */
  messages: number
  /** The e-value multiplied by the weight of the start. */
  evidence: number
}

/**
 * The evidence that the other source is better in these cells, from each start: the e-process of Howard et al. (2021)
 * with restarts weighted 1/((k+1)(k+2)) (Shin, Ramdas and Rinaldo 2022). `sign` +1: the other source is `main_model`.
 */
export function startsOf(epochs: readonly EpochCells[], cells: readonly number[], sign: 1 | -1): Start[] {
  const starts: Start[] = []
  let [n, conversations, sum, squares, messages] = [0, 0, 0, 0, 0]
  // From the newest epoch back, so that each start extends the sums of the later ones.
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
  if (conversations < MIN_CONVERSATIONS) return n === 0 ? 0 : 1
  return Math.min(Number.MAX_VALUE, mixtureEValue({ sum, variance, r: SCALE }))
}

/** Estimated number of further effects like these until the evidence reaches `needed`; null: more than 100,000. */
export function moreNeeded({ n, conversations, sum, variance }: Start, needed: number): number | null {
  if (n < 2 || sum <= 0) return null
  for (let total = n; total <= 100_000; total = Math.ceil(1.1 * total)) {
    const terms = {
      n: total,
      conversations,
      sum: (sum * total) / n,
      variance: (variance * total) / n,
    }
    // 1/2 is the weight of the first start.
    if (evidenceOf(terms) / 2 >= needed) return total - n
  }
  return null
}
