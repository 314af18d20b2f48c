import { isoTime } from '../../clock.ts'
import { addIncrement, afterMove, freshState, type RouterState } from '../state.ts'
import type { StateStore } from '../store.ts'
import { checkIncrement, checkMove } from './increment-check.ts'

/** A state in memory, for replays and tests. `initial`: default a fresh state. */
export function memoryStore(initial?: RouterState): StateStore {
  const now = () => isoTime()
  let state = initial ?? freshState(now())
  return {
    place: 'memory',
    load: async () => state,
    async add(increment) {
      checkIncrement(increment)
      return (state = addIncrement(state, increment, now()))
    },
    async commit(move, generation) {
      checkMove(move)
      if (state.generation === generation) state = afterMove(state, move)
      return state
    },
    async reset() {
      state = freshState(now())
    },
    close: async () => {},
  }
}
