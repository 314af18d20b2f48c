import type { Arm, Buckets, Cell, Move, RouterState } from '../../schemas/generated/router-state.ts'

export type { Arm, Cell, Move, RouterState, Side } from '../../schemas/generated/router-state.ts'

/** Number of moves that a state keeps. */
export const KEPT_MOVES = 100

/** Larger sums are not plausible, and would lose precision. */
export const MAX_SUM = 1e15

/** Number of epochs that a state keeps: older ones affect no start of the evidence. */
export const KEPT_EPOCHS = 60

/** A partial tree of numbers to add to a whole one. */
export type Sums<T> = {
  [K in keyof T]?: T[K] extends number ? number : Sums<T[K]>
}

/**
 * Changes of a state by outcomes. Increments are sums, so that their order does not matter. `generation` is the one in
 * which the messages were routed; in a later one only `buckets` counts.
 */
export interface Increment {
  generation: number
  buckets: Sums<Buckets>
  since_move: {
    buckets: Sums<Buckets>
    epochs: Record<string, Record<string, Sums<Cell>>>
  }
}

/** The state before the first outcome: boundary at 0.5. `now`: ISO 8601. */
export function freshState(now: string): RouterState {
  return {
    schema_version: '2.0',
    boundary: 0.5,
    generation: 0,
    buckets: freshBuckets(),
    since_move: { buckets: freshBuckets(), epochs: {} },
    moves: [],
    started_at: now,
    updated_at: now,
  }
}

/** An empty increment. */
export function noIncrement(generation: number): Increment {
  return { generation, buckets: {}, since_move: { buckets: {}, epochs: {} } }
}

/** The state with an increment added. Pure. */
export function addIncrement(state: RouterState, increment: Increment, now: string): RouterState {
  const buckets = added(state.buckets, increment.buckets)
  if (increment.generation !== state.generation) return { ...state, buckets, updated_at: now }
  const epochs = added(state.since_move.epochs, withWholeCells(increment))
  return {
    ...state,
    buckets,
    since_move: {
      buckets: added(state.since_move.buckets, increment.since_move.buckets),
      epochs: newest(epochs),
    },
    updated_at: now,
  }
}

/** The sum of two increments of the same generation. */
export function joined(one: Increment, other: Increment): Increment {
  return {
    generation: one.generation,
    buckets: added(one.buckets, other.buckets),
    since_move: added(one.since_move, other.since_move),
  }
}

/** The state after a move, with its boundary and without evidence. */
export function afterMove(state: RouterState, move: Move): RouterState {
  return {
    ...state,
    boundary: move.to,
    generation: state.generation + 1,
    since_move: { buckets: freshBuckets(), epochs: {} },
    moves: [...state.moves, move].slice(-KEPT_MOVES),
    updated_at: move.ts,
  }
}

/** An empty cell. */
export function freshCell(): Cell {
  const side = { n: 0, utility_sum: 0, slow: 0 }
  return {
    n: 0,
    conversations: 0,
    effect_sum: 0,
    effect_squares: 0,
    effect_products: 0,
    main_model: { ...side },
    embedder: { ...side },
  }
}

function freshBuckets(): Buckets {
  return { control: freshArm(), treatment: freshArm() }
}

function freshArm(): Arm {
  return {
    sample_count: 0,
    conversations: 0,
    failures: 0,
    main_count: 0,
    quality_sum: 0,
    quality_squares: 0,
    latency_sum_s: 0,
    latency_squares: 0,
    slow_count: 0,
  }
}

/** Completes the cells of an increment, since the schema requires all fields. */
function withWholeCells({ since_move: { epochs } }: Increment): object {
  return Object.fromEntries(
    Object.entries(epochs).map(([epoch, cells]) => [
      epoch,
      Object.fromEntries(Object.entries(cells).map(([cell, sums]) => [cell, added(freshCell(), sums)])),
    ]),
  )
}

function newest(epochs: RouterState['since_move']['epochs']): RouterState['since_move']['epochs'] {
  const numbers = Object.keys(epochs).map(Number)
  const oldest = Math.max(...numbers, 0) - KEPT_EPOCHS
  // An invalid epoch stays, so that the schema rejects it.
  return Object.fromEntries(Object.entries(epochs).filter(([epoch]) => !(Number(epoch) <= oldest)))
}

type Nested = { [key: string]: number | Nested | undefined }

/** The sum of two trees of numbers, key by key, with all keys of both. */
function added<T extends object>(one: T, other: object): T {
  const [sum, more] = [{ ...one } as Nested, other as Nested]
  for (const key of Object.keys(more)) {
    const [known, value] = [sum[key], more[key]]
    if (typeof value === 'object') sum[key] = typeof known === 'object' ? added(known, value) : value
    else if (value !== undefined) sum[key] = (typeof known === 'number' ? known : 0) + value
  }
  return sum as T
}
