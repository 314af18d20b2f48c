import type { Increment, Move, RouterState } from './state.ts'

/**
 * Stores the state of a router. Routers in several processes may share a store: it adds all their increments, and accepts
 * one move per generation.
 */
export interface StateStore {
  /** Description of the location: a path, an address, `memory`. */
  readonly place: string
  /** Reads the state, by default a fresh one. Rejects if it cannot be read. */
  load(): Promise<RouterState>
  /**
   * Adds an increment and returns the new state. A store with unreliable confirmation adds increments of the same `id`
   * once. Rejects if the increment could not be written, and then adds nothing.
   */
  add(increment: Increment, id: string): Promise<RouterState>
  /** Moves the boundary if the state is still of that generation; returns the new state. */
  commit(move: Move, generation: number): Promise<RouterState>
  /** Deletes the state, which starts a new experiment. */
  reset(): Promise<void>
  close(): Promise<void>
}

/** Receives warnings about a state that was renamed as unusable or cannot be reached. */
export type Warn = (warning: string) => void
