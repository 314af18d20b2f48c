import type { Decision, Outcome, Routing } from './decision.ts'
import type { MoveEvaluation } from './policy.ts'
import type { RouterState } from './state.ts'

/** The result of observing an outcome. */
export type Observed =
  | { counted: true; saved: true }
  /** Counted, and saved with a later outcome. */
  | { counted: true; saved: false; why: string }
  | { counted: false; why: string }

/** Routes messages to one of two models and learns from their outcomes. */
export interface Router {
  /** The state used for routing: the last one that was read or written. */
  readonly state: RouterState
  /** The boundary of the treatment bucket; 0.5 where adaptation is off. */
  readonly boundary: number
  /** The reason why adaptation is off; null: it is on. */
  readonly off: string | null
  /** Decides the route of a message without sending it. Throws a TypeError if `messages` is not an array; accepts any text. */
  route(routing: Routing): Decision
  /**
   * Learns from the outcome of a message. Resolves when the outcome is saved, or could not be saved. An outcome that is
   * invalid, repeated, late, of another conversation or rejected by the store does not count. Never rejects.
   */
  observe(decision: Decision, outcome: Outcome): Promise<Observed>
  /** The decision for the other source, once after an observed failure; null: no fallback is allowed. */
  fallbackFor(decision: Decision): Decision | null
  /** Whether the boundary should move now, and why. */
  evaluateMove(): MoveEvaluation
  /** Saves pending outcomes and closes the store. Rejects if outcomes were lost. */
  close(): Promise<void>
}
