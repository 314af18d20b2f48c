import type { Decision } from './decision.ts'
import { Recent } from './recent.ts'

/** How long an outcome may take to come, in milliseconds. */
export const LATEST = 3_600_000

/** Decisions whose outcome is waited for, at the least. */
const LEAST = 10_000

/** The decisions whose outcome has not come. Each is given out once, so that an outcome counts once. */
export class Pending {
  readonly #made = new Recent<{ decision: Decision; at: number }>(LEAST)

  add(decision: Decision, now: number): void {
    // A copy: what the caller does to its own changes nothing here.
    const { experiment } = decision
    this.#made.set(decision.id, { decision: { ...decision, experiment: experiment && { ...experiment } }, at: now })
  }

  /** The decision as it was made, or why its outcome does not count. */
  find({ id, conversation }: Decision, now: number): Decision | string {
    const found = this.#made.get(id)
    if (found === undefined) return 'this router waits for no such outcome: it came twice, too late, or from elsewhere'
    if (found.decision.conversation !== conversation) return 'the outcome is of another conversation'
    if (now - found.at <= LATEST) return found.decision
    this.remove(id)
    return 'the outcome came more than an hour late'
  }

  remove(id: string): void {
    this.#made.delete(id)
  }
}
