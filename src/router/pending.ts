import type { Decision } from './decision.ts'

/** Milliseconds after which an outcome no longer counts. */
export const MAX_OUTCOME_AGE_MS = 3_600_000

/** Maximum number of pending decisions; the oldest are dropped. */
const CAPACITY = 16_384

/** A decision with the time at which it was made. */
export interface PendingDecision {
  decision: Decision
  at: number
}

/**
 * Decisions without an outcome. Each is removed with its outcome, so that an outcome counts once. Stored in a ring by the
 * number at the end of their id, because this runs for every message and a map takes about twice as long.
 */
export class Pending {
  readonly #ring: (Decision | undefined)[] = []
  /** When each was made. */
  readonly #times = new Float64Array(CAPACITY)

  /** `number`: the one at the end of its id. Decisions must be added in the order of their numbers. */
  add(decision: Decision, number: number, now: number): void {
    this.#ring[number % CAPACITY] = copyOf(decision)
    this.#times[number % CAPACITY] = now
  }

  /** The decision as it was made, or the reason why its outcome does not count. */
  find({ id, conversation }: Decision, now: number): PendingDecision | string {
    const slot = slotOf(id)
    const found = this.#ring[slot]
    if (found?.id !== id)
      return `no pending decision for this outcome: it was observed twice, too late, after ${CAPACITY.toLocaleString('en')} newer messages, or by another router`
    if (found.conversation !== conversation) return 'the outcome belongs to another conversation'
    const at = this.#times[slot] ?? NaN
    if (now - at <= MAX_OUTCOME_AGE_MS) return { decision: found, at }
    this.remove(id)
    return 'the outcome came after more than an hour'
  }

  remove(id: string): void {
    const slot = slotOf(id)
    if (this.#ring[slot]?.id === id) this.#ring[slot] = undefined
  }
}

/** A copy, so that changes by the caller have no effect. Field by field: a spread takes three times as long. */
function copyOf(decision: Decision): Decision {
  const copy: Decision = {
    id: decision.id,
    conversation: decision.conversation,
    weight: decision.weight,
    parts: decision.parts,
    begins: decision.begins,
    source: decision.source,
    bucket: decision.bucket,
    boundary: decision.boundary,
    propensity: decision.propensity,
    drawn: decision.drawn,
    off: decision.off,
    reason: decision.reason,
    experiment: decision.experiment && { ...decision.experiment },
  }
  if (decision.insteadOf !== undefined) copy.insteadOf = decision.insteadOf
  return copy
}

/** NaN, which never matches, for an invalid id. */
function slotOf(id: unknown): number {
  return typeof id !== 'string' ? NaN : Number(id.slice(id.lastIndexOf('-') + 1)) % CAPACITY
}
