import type { Decision, Outcome, Routing } from './decision.ts'
import type { MoveEvaluation } from './policy.ts'
import type { RouterState } from './state.ts'

/** What became of an outcome. */
export type Observed =
  | { counted: true; saved: true }
  /** It counts, and is saved with a later one. */
  | { counted: true; saved: false; why: string }
  | { counted: false; why: string }

/** Routes messages to one of two models, and learns from how they end. */
export interface Router {
  /** The state that messages are routed by: the last one that was read or written. */
  readonly state: RouterState
  /** The boundary of the treatment bucket; 0.5 where adaptation is off. */
  readonly boundary: number
  /** Why adaptation is off; null: it is on. */
  readonly off: string | null
  /** Decides where a message goes; asks nobody. Throws a TypeError where there are no messages, and never for their text. */
  route(routing: Routing): Decision
  /**
   * Learns from how a message ended. Resolves when it is saved, or could not be; an outcome that makes no sense, comes
   * twice, late, or for another conversation is not counted, and neither is one that the store refuses. Never rejects.
   */
  observe(decision: Decision, outcome: Outcome): Promise<Observed>
  /** After a failure was observed, once: the decision for the other source, or null where none may take over. */
  fallbackFor(decision: Decision): Decision | null
  /** Whether the boundary should move now, and why. */
  evaluateMove(): MoveEvaluation
  /** Saves what is not saved yet, and closes the store. Rejects when outcomes were lost. */
  close(): Promise<void>
}
