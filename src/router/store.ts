import type { Increment, Move, RouterState } from './state.ts'

/**
 * Keeps a router's state. Several routers, in several processes, may share one: increments add up and none is lost, and
 * of two moves from the same generation one counts.
 */
export interface StateStore {
  /** Where the state is, for people: a path, an address, `memory`. */
  readonly place: string
  /** The state, a fresh one where there is none. Rejects when it cannot be read. */
  load(): Promise<RouterState>
  /**
   * Adds an increment and gives the state after it. `id` names the increment: a store that cannot know whether an earlier
   * try arrived adds one of the same id once. Rejects when it could not be written; nothing of it was then added.
   */
  add(increment: Increment, id: string): Promise<RouterState>
  /** Moves the boundary, unless the state is no longer of that generation; gives the state after it. */
  commit(move: Move, generation: number): Promise<RouterState>
  /** Forgets everything: a fresh experiment. */
  reset(): Promise<void>
  close(): Promise<void>
}

/** Tells a person what happened to a state: one that was set aside, or one that cannot be reached. */
export type Warn = (warning: string) => void
