import { mixtureEValue } from '../../../evidence/counts/e-value.ts'
import { type EpochCells, EPOCH } from './effects.ts'

/** Scale of the mixture over the size of the effect (see `mixtureEValue`). */
const SCALE = 0.02

/** Terms below which there is no evidence. */
const LEAST_TERMS = 60

/** The evidence starts anew beside the older starts after so many effects, so that a world that changes is noticed. */
const START_EPOCHS = 500 / EPOCH

/** What the effects in some cells say, from one start on. */
export interface Start {
  n: number
  sum: number
  /** Sum of squares around the mean. */
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
  let [n, sum, squares, messages] = [0, 0, 0, 0]
  // From the newest epoch back, so that each start adds to what the later ones have.
  for (const { epoch, cells: seen, messages: more } of epochs.toReversed()) {
    messages += more
    for (const number of cells) {
      const cell = seen[number]
      if (cell === undefined) continue
      n += cell.n
      sum += sign * cell.effect_sum
      squares += cell.effect_squares
    }
    if (epoch % START_EPOCHS !== 0) continue
    const k = epoch / START_EPOCHS
    const variance = n === 0 ? 0 : Math.max(0, squares - (sum * sum) / n)
    starts.push({ n, sum, variance, messages, evidence: evidenceOf({ n, sum, variance }) / ((k + 1) * (k + 2)) })
  }
  return starts
}

function evidenceOf({ n, sum, variance }: { n: number; sum: number; variance: number }): number {
  if (n < LEAST_TERMS) return n === 0 ? 0 : 1
  return Math.min(Number.MAX_VALUE, mixtureEValue({ sum, variance, r: SCALE }))
}

/** About how many more effects like these it takes until the evidence reaches `needed`; null: more than 100,000. */
export function moreNeeded({ n, sum, variance }: Start, needed: number): number | null {
  if (n < 2 || sum <= 0) return null
  for (let total = Math.max(n, LEAST_TERMS); total <= 100_000; total = Math.ceil(1.1 * total)) {
    const share = total / n
    // Half: the weight of the first start.
    if (evidenceOf({ n: total, sum: share * sum, variance: share * variance }) / 2 >= needed) return total - n
  }
  return null
}
