import validate from '../../../schemas/generated/router-state.validate.js'
import { describeErrors } from '../../../schemas/validate.ts'
import { freshCell, freshState, type Cell, type Increment, type RouterState, type Side } from '../state.ts'

/** What a hash holds is no state. The message says what is wrong, in words. */
export class NotAState extends Error {
  override name = 'NotAState'
}

/** An increment as the server's program takes it. */
export function encodeIncrement({ generation, buckets, since_move }: Increment): string {
  const cells = Object.entries(since_move.epochs).flatMap(([epoch, cells]) =>
    Object.entries(cells).map(([cell, sums]) => ({ epoch: Number(epoch), cell: Number(cell), sums: cellSums(sums) })),
  )
  const [all, since] = [flat(buckets), flat(since_move.buckets, 'buckets.')]
  return JSON.stringify({ generation, buckets: all, since_move: since, cells })
}

/** The state that the server's answer holds; null: there is none. Throws a NotAState. */
export function decodeState(answer: string): RouterState | null {
  if (answer === '') return null
  const lines = answer.split('\n')
  const state = freshState('')
  const moves: [number, RouterState['moves'][number]][] = []
  for (let index = 0; index < lines.length; index += 2) {
    const [field = '', value = ''] = [lines[index], lines[index + 1]]
    if (field.startsWith('epoch.')) setCell(state, field, value)
    else if (field.startsWith('move.')) moves.push([Number(field.slice(5)), parseMove(field, value)])
    else setField(state, field, value)
  }
  state.moves = moves.sort(([one], [other]) => one - other).map(([, move]) => move)
  if (!validate(state)) throw new NotAState(describeErrors(validate.errors)[0] ?? 'it does not fit its schema')
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

/** The sums of a cell in the order in which they stand in its field. */
function cellSums(sums: Increment['since_move']['epochs'][string][string] = {}): number[] {
  const side = ({ n = 0, utility_sum = 0, slow = 0 }: Partial<Side> = {}) => [n, utility_sum, slow]
  const { n = 0, effect_sum = 0, effect_squares = 0, main_model, embedder } = sums
  return [n, effect_sum, effect_squares, ...side(main_model), ...side(embedder)]
}

function toCell(numbers: readonly number[]): Cell {
  const [n = NaN, effect_sum = NaN, effect_squares = NaN, ...sides] = numbers
  const side = ([n = NaN, utility_sum = NaN, slow = NaN]: readonly number[]): Side => ({ n, utility_sum, slow })
  return {
    ...freshCell(),
    n,
    effect_sum,
    effect_squares,
    main_model: side(sides.slice(0, 3)),
    embedder: side(sides.slice(3)),
  }
}

function setCell(state: RouterState, field: string, value: string): void {
  const [, epoch = '', cell = ''] = field.split('.')
  const cells = (state.since_move.epochs[epoch] ??= {})
  cells[cell] = toCell(value.split(' ').map(Number))
}

const TEXTS = new Set(['schema_version', 'started_at', 'updated_at'])

function setField(state: RouterState, field: string, value: string): void {
  // Which epoch is the newest is the server's own matter.
  if (field === 'newest_epoch') return
  const keys = field.split('.')
  const last = keys.pop() ?? ''
  const parent = keys.reduce<unknown>((tree, key) => childOf(tree, key), state)
  if (childOf(parent, last) === undefined) throw new NotAState(`it has a field ${JSON.stringify(field)}`)
  Object.assign(parent as object, { [last]: TEXTS.has(field) ? value : numberOf(field, value) })
}

function childOf(tree: unknown, key: string): unknown {
  return typeof tree === 'object' && tree !== null && Object.hasOwn(tree, key) ? (tree as Tree)[key] : undefined
}

function numberOf(field: string, value: string): number {
  if (value.trim() === '' || !Number.isFinite(Number(value))) throw new NotAState(`${field} is no number`)
  return Number(value)
}

function parseMove(field: string, value: string): RouterState['moves'][number] {
  try {
    return JSON.parse(value) as RouterState['moves'][number]
  } catch {
    throw new NotAState(`${field} is not JSON`)
  }
}
