import { setTimeout as wait } from 'node:timers/promises'
import { monotonicMs } from '../../clock.ts'

/** Reading goes on when no query was under way for so long: the next one of a page follows sooner. */
const QUIET_MS = 150

/** How long reading may pause, beside half of the time since it began. */
const LONGEST_MS = 10_000

const LOOK_EVERY_MS = 10

/** Lets queries go before the reading of a log. */
export class ReadingPause {
  readonly #startedAt = monotonicMs()
  #underWay = 0
  #lastEnd = -Infinity
  #paused = 0

  /** Runs a query, for which reading pauses. */
  async inFront<T>(run: () => Promise<T>): Promise<T> {
    this.#underWay += 1
    try {
      return await run()
    } finally {
      this.#underWay -= 1
      this.#lastEnd = monotonicMs()
    }
  }

  /** Resolves when reading may go on. */
  async wait(): Promise<void> {
    const from = monotonicMs()
    const most = LONGEST_MS + (from - this.#startedAt) / 2 - this.#paused
    while (this.#isBusy && monotonicMs() - from < most) await wait(LOOK_EVERY_MS)
    this.#paused += monotonicMs() - from
  }

  get #isBusy(): boolean {
    return this.#underWay > 0 || monotonicMs() - this.#lastEnd < QUIET_MS
  }
}
