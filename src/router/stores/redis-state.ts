import validate from '../../../schemas/generated/router-state.validate.js'
import { describeErrors } from '../../../schemas/validate.ts'
import { implausibleCell, implausibleCount } from '../plausible.ts'
import { type Cell, freshState, type Increment, type RouterState, type Side } from '../state.ts'

/** A hash does not contain a valid state. The message describes the problem. */
export class NotAState extends Error {
  override name = 'NotAState'
}

/** Encodes an increment for the script of the server. */
export function encodeIncrement({ generation, buckets, since_move }: Increment): string {
  const cells = Object.entries(since_move.epochs).flatMap(([epoch, cells]) =>
    Object.entries(cells).map(([cell, sums]) => ({
      epoch: Number(epoch),
      cell: Number(cell),
      sums: cellSums(sums),
    })),
  )
  const [all, since] = [flat(buckets), flat(since_move.buckets, 'buckets.')]
  return JSON.stringify({ generation, buckets: all, since_move: since, cells })
}

type Epochs = RouterState['since_move']['epochs']

/** Cells by field, with the text from which they were read. */
type KnownCells = Map<string, { value: string; epoch: string; number: string; cell: Cell }>

/**
 * Reads answers of the server: the state, or null without one. Throws a NotAState. Epochs that did not change since the
 * previous answer are the same objects, so that they are read once.
 */
export function stateReader(): (answer: string) => RouterState | null {
  let known: KnownCells = new Map()
  let epochsBefore: Epochs = {}
  return (answer) => {
    const seen: KnownCells = new Map()
    const state = answer === '' ? null : decode(answer, known, seen)
    const epochs = state?.since_move.epochs ?? {}
    for (const [epoch, cells] of Object.entries(epochs)) {
      const before = epochsBefore[epoch]
      if (before !== undefined && areSame(before, cells)) epochs[epoch] = before
    }
    known = seen
    epochsBefore = epochs
    return state
  }
}

function areSame(before: Epochs[string], now: Epochs[string]): boolean {
  const numbers = Object.keys(now)
  return numbers.length === Object.keys(before).length && numbers.every((number) => now[number] === before[number])
}

function decode(answer: string, known: KnownCells, seen: KnownCells): RouterState {
  const lines = answer.split('\n')
  const state = freshState('')
  const moves: [number, RouterState['moves'][number]][] = []
  for (let index = 0; index < lines.length; index += 2) {
    const [field = '', value = ''] = [lines[index], lines[index + 1]]
    if (field.startsWith('epoch.')) {
      const before = known.get(field)
      const read = before?.value === value ? before : readCell(field, value)
      seen.set(field, read)
      const cells = (state.since_move.epochs[read.epoch] ??= {})
      cells[read.number] = read.cell
    } else if (field.startsWith('move.')) moves.push([Number(field.slice(5)), parseMove(field, value)])
    else setField(state, field, value)
  }
  state.moves = moves.sort(([one], [other]) => one - other).map(([, move]) => move)
  // The cells were validated one by one.
  const others = { ...state, since_move: { ...state.since_move, epochs: {} } }
  if (!validate(others)) throw new NotAState(describeErrors(validate.errors)[0] ?? 'it does not fit its schema')
  const problem = implausibleCount(others)
  if (problem !== null) throw new NotAState(problem)
  return state
}

type Tree = { [key: string]: number | Tree | undefined }

/** Sums by path. */
function flat(tree: Tree, path = ''): Record<string, number> {
  const entries = Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'object' ? Object.entries(flat(value, `${path}${key}.`)) : [[path + key, value]],
  )
  return Object.fromEntries(entries) as Record<string, number>
}

/** The sums of a cell in the order of its field. */
function cellSums(sums: Increment['since_move']['epochs'][string][string] = {}): number[] {
  const side = ({ n = 0, utility_sum = 0, slow = 0 }: Partial<Side> = {}) => [n, utility_sum, slow]
  const { n = 0, conversations = 0, effect_sum = 0, effect_squares = 0, effect_products = 0 } = sums
  const effects = [n, conversations, effect_sum, effect_squares, effect_products]
  return [...effects, ...side(sums.main_model), ...side(sums.embedder)]
}

function readCell(field: string, value: string) {
  const [, epoch, number] = /^epoch\.(\d{1,15})\.([0-5])$/.exec(field) ?? []
  const numbers = value.split(' ').map(Number)
  const [n = 0, conversations = 0, effect_sum = 0, effect_squares = 0, effect_products = 0, ...sides] = numbers
  const [main_n = 0, main_utility = 0, main_slow = 0, embedder_n = 0, embedder_utility = 0, embedder_slow = 0] = sides
  const isWhole = numbers.length === 11 && numbers.every((sum) => Number.isFinite(sum))
  const counts = [n, conversations, effect_squares, main_n, main_slow, embedder_n, embedder_slow]
  if (epoch === undefined || number === undefined || !isWhole || counts.some((count) => count < 0))
    throw new NotAState(`${field} is not a valid cell`)
  const cell: Cell = {
    n,
    conversations,
    effect_sum,
    effect_squares,
    effect_products,
    main_model: { n: main_n, utility_sum: main_utility, slow: main_slow },
    embedder: { n: embedder_n, utility_sum: embedder_utility, slow: embedder_slow },
  }
  const problem = implausibleCell(field, cell)
  if (problem !== null) throw new NotAState(problem)
  return { value, epoch, number, cell }
}

const TEXTS = new Set(['schema_version', 'started_at', 'updated_at'])
const NUMBERS = new Set(['boundary', 'generation'])

/** Paths of the sums of the buckets, by the name of their field. */
const SUMS = new Map(
  Object.keys(flat({ buckets: freshState('').buckets } as unknown as Tree)).flatMap((path) =>
    [path, `since_move.${path}`].map((field): [string, string[]] => [field, field.split('.')]),
  ),
)

function setField(state: RouterState, field: string, value: string): void {
  // Only the scripts of the server use it.
  if (field === 'newest_epoch') return
  const keys = SUMS.get(field) ?? (TEXTS.has(field) || NUMBERS.has(field) ? [field] : null)
  if (keys === null) throw new NotAState(`unknown field ${JSON.stringify(field)}`)
  let parent = state as unknown as Tree
  for (const key of keys.slice(0, -1)) parent = parent[key] as Tree
  Object.assign(parent, { [keys.at(-1) ?? '']: TEXTS.has(field) ? value : numberOf(field, value) })
}

function numberOf(field: string, value: string): number {
  if (value.trim() === '' || !Number.isFinite(Number(value))) throw new NotAState(`${field} is not a number`)
  return Number(value)
}

function parseMove(field: string, value: string): RouterState['moves'][number] {
  try {
    return JSON.parse(value) as RouterState['moves'][number]
  } catch {
    throw new NotAState(`${field} is not JSON`)
  }
}
