import { normalCdf } from '../../../statistics/distributions/normal.ts'
import type { Cell, RouterState } from '../../state.ts'
import { freshCell, MAX_SUM } from '../../state.ts'
import { type Source, SOURCES } from '../../../source.ts'
import { CELLS } from './cells.ts'

/** Number of effects in an epoch. */
export const EPOCH = 100

/** Discount per epoch for the exploration: 0.99 for each of about 25 messages in a cell. */
const DISCOUNT = 0.99 ** (EPOCH / 4)

/** Age in epochs after which the discount is below 0.01 %. */
const MAX_AGE = 36

/** Minimum number of effects in a cell for an exploration other than 0.5. */
const MIN_EFFECTS = 20

/** Bounds of the probability of the opposite of the committed route. */
const EXPLORE = [0.2, 0.8] as const

/** Prior utility of a source, with a weight in messages. */
const PRIOR = { utility: 0.5, n: 2 }

/** Cells of an epoch by number. */
export interface EpochCells {
  epoch: number
  cells: readonly (Cell | undefined)[]
  /** Outcomes in all of its cells. */
  messages: number
}

type Epochs = RouterState['since_move']['epochs']

/** Cached by object: an outcome replaces one epoch of a state and keeps the others. */
const known = new WeakMap<Epochs[string], Omit<EpochCells, 'epoch'>>()

/** The epochs since the last move, oldest first, without invalid ones. */
export function epochsOf({ since_move: { epochs } }: RouterState): EpochCells[] {
  return Object.entries(epochs)
    .filter(([epoch]) => /^\d{1,15}$/.test(epoch))
    .map(([epoch, seen]) => ({ epoch: Number(epoch), ...read(seen) }))
    .sort((a, b) => a.epoch - b.epoch)
}

function read(seen: Epochs[string]): Omit<EpochCells, 'epoch'> {
  const before = known.get(seen)
  if (before !== undefined) return before
  const cells = CELLS.map((cell) => plausible(seen[cell]))
  const messages = cells.reduce((sum, cell) => sum + (cell === undefined ? 0 : cell.main_model.n + cell.embedder.n), 0)
  known.set(seen, { cells, messages })
  return { cells, messages }
}

function plausible(cell: Cell | undefined): Cell | undefined {
  if (cell === undefined) return undefined
  const { main_model, embedder, ...effects } = cell
  const sums = [effects, main_model, embedder].flatMap((each) => Object.values(each))
  return sums.every((sum) => Math.abs(sum) <= MAX_SUM) ? cell : undefined
}

/** The epoch of a message that is routed now. */
export function currentEpoch(epochs: readonly EpochCells[]): number {
  const last = epochs.at(-1)
  if (last === undefined) return 0
  const effects = last.cells.reduce((sum, cell) => sum + (cell?.n ?? 0), 0)
  return effects >= EPOCH ? last.epoch + 1 : last.epoch
}

/** Sums of the outcomes of each source in a cell. */
export type Sides = Pick<Cell, Source>

/** The sums of a cell over several epochs. */
export function summed(epochs: readonly EpochCells[], cell: number): Sides {
  const total: Sides = freshCell()
  for (const { cells } of epochs) {
    const seen = cells[cell]
    if (seen === undefined) continue
    for (const source of SOURCES) {
      const [side, more] = [total[source], seen[source]]
      side.n += more.n
      side.utility_sum += more.utility_sum
      side.slow += more.slow
    }
  }
  return total
}

/** The mean utility of either source in a cell, shrunk towards the prior. */
export function expectedIn({ main_model, embedder }: Sides): {
  main_model: number
  embedder: number
} {
  const mean = ({ n, utility_sum }: Cell['main_model']) => (utility_sum + PRIOR.n * PRIOR.utility) / (n + PRIOR.n)
  return { main_model: mean(main_model), embedder: mean(embedder) }
}

/**
 * The probability that a message of a cell takes the opposite of the committed route: the probability that the opposite is
 * better, with newer epochs weighted more, limited to 0.2 to 0.8.
 */
export function exploration(epochs: readonly EpochCells[], cell: number, committedToMain: boolean): number {
  const newest = epochs.at(-1)?.epoch ?? 0
  let [n, sum, squares] = [0, 0, 0]
  for (const { epoch, cells } of epochs) {
    const seen = cells[cell]
    if (seen === undefined || newest - epoch > MAX_AGE) continue
    const weight = DISCOUNT ** (newest - epoch)
    n += weight * seen.n
    sum += weight * seen.effect_sum
    squares += weight * (seen.effect_squares + seen.effect_products)
  }
  if (n < MIN_EFFECTS) return 0.5
  const mean = sum / n
  const error = Math.sqrt(Math.max(squares / n - mean * mean, 1e-9) / n)
  const pMainBetter = normalCdf(mean / error)
  const [least, most] = EXPLORE
  return Math.min(most, Math.max(least, committedToMain ? 1 - pMainBetter : pMainBetter))
}
