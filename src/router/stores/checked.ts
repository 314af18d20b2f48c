import { clearTimeout, setTimeout } from '../../clock.ts'
import type { RouterState } from '../state.ts'
import type { StateStore } from '../store.ts'

/** The stores of the package have a much shorter timeout. */
const LIMIT_MS = 30_000

/**
 * Wraps a store: a call that throws, takes too long or returns an invalid state rejects.
 * `limitMs`: default 30,000.
 */
export function checked(store: StateStore, limitMs = LIMIT_MS): StateStore {
  async function inTime<T>(call: () => Promise<T>): Promise<T> {
    const { promise: tooLong, reject } = Promise.withResolvers<never>()
    const timer = setTimeout(() => {
      reject(new Error(`the store of the router's state ${store.place} did not answer within ${limitMs / 1_000} s`))
    }, limitMs)
    try {
      return await Promise.race([call(), tooLong])
    } finally {
      clearTimeout(timer)
    }
  }
  async function state(call: () => Promise<RouterState>): Promise<RouterState> {
    const answer = await inTime(call)
    if (isState(answer)) return answer
    throw new Error(`the store of the router's state ${store.place} returned an invalid state`)
  }
  return {
    place: store.place,
    load: () => state(() => store.load()),
    add: (increment, id) => state(() => store.add(increment, id)),
    commit: (move, generation) => state(() => store.commit(move, generation)),
    reset: () => inTime(() => store.reset()),
    close: () => inTime(() => store.close()),
  }
}

/** Checks the main fields; the stores of the package validate the schema. */
function isState(answer: unknown): boolean {
  if (typeof answer !== 'object' || answer === null) return false
  const { boundary, generation, buckets, since_move: since, moves } = answer as Partial<RouterState>
  const sums = [buckets?.control, buckets?.treatment, since?.buckets.control, since?.buckets.treatment, since?.epochs]
  return Number.isFinite(boundary) && Number.isFinite(generation) && Array.isArray(moves) && !sums.includes(undefined)
}
