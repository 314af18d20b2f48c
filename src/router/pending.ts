import type { Decision } from './decision.ts'

/** How long an outcome may take to come, in milliseconds. */
export const LATEST = 3_600_000

/** Decisions whose outcome is waited for: the newest ones. */
const PLACES = 16_384

/** A decision, and when it was made. */
export interface Made {
  decision: Decision
  at: number
}

/**
 * The decisions whose outcome has not come. Each is given out once, so that an outcome counts once. They stand in a ring,
 * by the number that ends their id: every message of an application comes by, and a map takes about twice as long.
 */
export class Pending {
  readonly #ring: (Made | undefined)[] = []

  /** Decisions must come in the order of their numbers. */
  add(decision: Decision, now: number): void {
    // A copy: what the caller does to its own changes nothing here.
    const { experiment } = decision
    this.#ring[placeOf(decision.id)] = {
      decision: { ...decision, experiment: experiment && { ...experiment } },
      at: now,
    }
  }

  /** The decision as it was made, or why its outcome does not count. */
  find({ id, conversation }: Decision, now: number): Made | string {
    const found = this.#ring[placeOf(id)]
    if (found?.decision.id !== id)
      return `this router waits for no such outcome: it came twice, too late or after ${PLACES.toLocaleString('en')} newer messages, or from elsewhere`
    if (found.decision.conversation !== conversation) return 'the outcome is of another conversation'
    if (now - found.at <= LATEST) return found
    this.remove(id)
    return 'the outcome came more than an hour late'
  }

  remove(id: string): void {
    const place = placeOf(id)
    if (this.#ring[place]?.decision.id === id) this.#ring[place] = undefined
  }
}

/** NaN, which is no place, for what is no id of a decision. */
function placeOf(id: unknown): number {
  return typeof id !== 'string' ? NaN : Number(id.slice(id.lastIndexOf('-') + 1)) % PLACES
}
