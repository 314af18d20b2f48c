import type { Decision } from './decision.ts'

/** How long an outcome may take to come, in milliseconds, and how many are waited for at least. */
const LATEST = 3_600_000
const LEAST = 10_000

type Made = Map<string, { decision: Decision; at: number }>

/** The decisions whose outcome has not come. Each is given out once, so that an outcome counts once. */
export class Pending {
  /** Two halves, of which the older one goes as a whole: to look for the oldest decision takes too long. */
  #newer: Made = new Map()
  #older: Made = new Map()

  add(decision: Decision, now: number): void {
    if (this.#newer.size >= LEAST) {
      this.#older = this.#newer
      this.#newer = new Map()
    }
    this.#newer.set(decision.id, { decision, at: now })
  }

  /** The decision as it was made, or why its outcome does not count. */
  find({ id, conversation }: Decision, now: number): Decision | string {
    const found = this.#newer.get(id) ?? this.#older.get(id)
    if (found === undefined) return 'this router waits for no such outcome: it came twice, too late, or from elsewhere'
    if (found.decision.conversation !== conversation) return 'the outcome is of another conversation'
    if (now - found.at <= LATEST) return found.decision
    this.remove(id)
    return 'the outcome came more than an hour late'
  }

  remove(id: string): void {
    this.#newer.delete(id)
    this.#older.delete(id)
  }
}
