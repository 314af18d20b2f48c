import type { StateStore } from '../store.ts'

/** The stores of the package give up much sooner by themselves. */
const LIMIT_MS = 30_000

/** A store whose calls reject when they take too long: one that hangs keeps nobody waiting. */
export function withTimeLimit(store: StateStore, limitMs = LIMIT_MS): StateStore {
  async function within<T>(call: Promise<T>): Promise<T> {
    const { promise: tooLong, reject } = Promise.withResolvers<never>()
    const timer = setTimeout(() => {
      reject(new Error(`the router's state ${store.place} gave no answer within ${limitMs / 1_000} s`))
    }, limitMs)
    try {
      return await Promise.race([call, tooLong])
    } finally {
      clearTimeout(timer)
    }
  }
  return {
    place: store.place,
    load: () => within(store.load()),
    add: (increment, id) => within(store.add(increment, id)),
    commit: (move, generation) => within(store.commit(move, generation)),
    reset: () => within(store.reset()),
    close: () => within(store.close()),
  }
}
