import { DEFAULTS } from '../../schemas/generated/options.defaults.ts'
import { type Source, SOURCES } from '../source.ts'
import { Breaker } from './breaker.ts'
import type { Decision } from './decision.ts'
import { type Fallback, mayReplace } from './options.ts'
import { Recent } from './recent.ts'

/** Minimum number of failed decisions to remember for a fallback. */
const REMEMBERED_FAILURES = 1_000

/** Records failures of the sources and chooses replacements. */
export class Substitutes {
  readonly #fallback: Fallback
  readonly #breakers: Record<Source, Breaker> = { main_model: new Breaker(), embedder: new Breaker() }
  /** Decisions whose source failed, until they get a fallback. */
  readonly #failed = new Recent<Decision>(REMEMBERED_FAILURES)

  constructor(fallback: Fallback = DEFAULTS.RouterOptions.fallback) {
    this.#fallback = fallback
  }

  /** `at`: when the reply arrived. */
  succeeded({ id, source }: Decision, at: number, now: number): void {
    this.#breakers[source].succeeded(id, at, now)
  }

  failed(decision: Decision, now: number): void {
    this.#breakers[decision.source].failed(decision.id, now)
    this.#failed.set(decision.id, decision)
  }

  /** Returns the decision, or replaces its source while that source keeps failing. */
  unlessFailing(chosen: Decision, now: number): Decision {
    if (this.#breakers[chosen.source].admits(chosen.id, now)) return chosen
    const other = this.#substituteFor(chosen.source)
    if (other === null || !this.#breakers[other].isClosed) return chosen
    const reason = `${chosen.reason}, but ${chosen.source} keeps failing: ${other} answers in its place`
    return { ...chosen, source: other, insteadOf: chosen.source, reason }
  }

  /** The decision for the other source, once after a failure; null: no fallback is allowed. `id` creates the id of the decision. */
  fallbackFor(failed: Decision, id: () => string): Decision | null {
    const decision = this.#failed.get(failed.id)
    if (decision === undefined || decision.insteadOf !== undefined) return null
    const other = this.#substituteFor(decision.source)
    if (other === null) return null
    this.#failed.delete(failed.id)
    return {
      ...decision,
      id: id(),
      source: other,
      insteadOf: decision.source,
      // The failed decision has already counted the conversation.
      begins: false,
      reason: `${decision.source} failed: ${other} answers in its place`,
    }
  }

  #substituteFor(source: Source): Source | null {
    return SOURCES.find((other) => other !== source && mayReplace(other, this.#fallback)) ?? null
  }
}
