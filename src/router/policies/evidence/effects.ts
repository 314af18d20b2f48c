import { normalCdf } from '../../../statistics/distributions/normal.ts'
import type { Cell, RouterState } from '../../state.ts'
import { freshCell, MOST } from '../../state.ts'
import { type Source, SOURCES } from '../../../source.ts'
import { CELLS } from './cells.ts'

/** Messages whose effect is estimated before the next epoch begins. */
export const EPOCH = 100

/** How much an epoch that is one older counts for the exploration: 0.99 for each of about 25 messages in a cell. */
const DISCOUNT = 0.99 ** (EPOCH / 4)

/** How much newer the newest epoch may be for an older one to count at all: 0.01 %. */
const FORGOTTEN = 36

/** Effects seen in a cell before the exploration leans to one side. */
const UNDECIDED = 20

/** The least and the most with which the experiment takes the opposite of the committed route. */
const EXPLORE = [0.2, 0.8] as const

/** What a source is taken to be worth before it was seen, and for how many messages that counts. */
const PRIOR = { utility: 0.5, n: 2 }

/** Cells of an epoch by number. */
export interface EpochCells {
  epoch: number
  cells: readonly (Cell | undefined)[]
  /** Outcomes in all of its cells. */
  messages: number
}

type Epochs = RouterState['since_move']['epochs']

/** An outcome changes one epoch of a state and leaves the others the same objects: each is read once. */
const known = new WeakMap<Epochs[string], Omit<EpochCells, 'epoch'>>()

/** The epochs since the last move, oldest first. What somebody wrote into the state that cannot be is left out. */
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
  return sums.every((sum) => Math.abs(sum) <= MOST) ? cell : undefined
}

/** The epoch that a message belongs to which is routed now. */
export function currentEpoch(epochs: readonly EpochCells[]): number {
  const last = epochs.at(-1)
  if (last === undefined) return 0
  const effects = last.cells.reduce((sum, cell) => sum + (cell?.n ?? 0), 0)
  return effects >= EPOCH ? last.epoch + 1 : last.epoch
}

/** What either model did in a cell. */
export type Sides = Pick<Cell, Source>

/** The sides of a cell over several epochs. */
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

/** The mean utility of either source in a cell, drawn towards the prior while little was seen. */
export function expectedIn({ main_model, embedder }: Sides): { main_model: number; embedder: number } {
  const mean = ({ n, utility_sum }: Cell['main_model']) => (utility_sum + PRIOR.n * PRIOR.utility) / (n + PRIOR.n)
  return { main_model: mean(main_model), embedder: mean(embedder) }
}

/**
 * The probability with which a message of a cell takes the opposite of the committed route: that with which the opposite
 * is better, going by the newer epochs more than by the older ones, and never below 0.2 or above 0.8.
 */
export function exploration(epochs: readonly EpochCells[], cell: number, committedToMain: boolean): number {
  const newest = epochs.at(-1)?.epoch ?? 0
  let [n, sum, squares] = [0, 0, 0]
  for (const { epoch, cells } of epochs) {
    const seen = cells[cell]
    if (seen === undefined || newest - epoch > FORGOTTEN) continue
    const weight = DISCOUNT ** (newest - epoch)
    n += weight * seen.n
    sum += weight * seen.effect_sum
    squares += weight * (seen.effect_squares + seen.effect_products)
  }
  if (n < UNDECIDED) return 0.5
  const mean = sum / n
  const error = Math.sqrt(Math.max(squares / n - mean * mean, 1e-9) / n)
  const mainBetter = normalCdf(mean / error)
  const [least, most] = EXPLORE
  return Math.min(most, Math.max(least, committedToMain ? 1 - mainBetter : mainBetter))
}
