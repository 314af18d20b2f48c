import { clearTimeout, monotonicMs, setTimeout } from '../../src/clock.ts'
import { recordArtifact, type TestContext } from 'vitest'
import type { ResponseEvent, RoutingAdaptationEvent, UnmeasuredEvent } from '../../schemas/generated/provenance.ts'

/** How long an event may wait in the worker for others to travel with, in milliseconds. */
const SEND_AFTER = 250

/** How long it may wait for its verdict before it is logged without one, in milliseconds. */
const UNJUDGED_AFTER = 250

/** An event on its way to the reporter. */
export interface Letter {
  task: TestContext['task']
  event: ResponseEvent | UnmeasuredEvent
  /** When it was written, on the clock of `monotonicMs`. */
  at: number
  /** The verdict that it was sent with; null: not sent yet. */
  sent: string | null
}

/**
 * Sends the events of a test file to the reporter, several at a time: an artifact is a round trip, and Vitest sends its
 * own updates before each. All travel with the first test that asked, so that they keep their order.
 */
export class Outbox {
  #carrier: TestContext['task'] | undefined
  #waiting = new Set<Letter>()
  readonly #sending: Promise<unknown>[] = []
  #timer: NodeJS.Timeout | undefined

  /** Takes an event, or one whose verdict changed since it was sent: the last one of a message counts. */
  put(letter: Letter): void {
    this.#carrier ??= letter.task
    this.#waiting.add(letter)
    this.#timer ??= setTimeout(() => this.#send(monotonicMs() - UNJUDGED_AFTER), SEND_AFTER)
  }

  /** Sends word of a boundary that moved, with the test that asked first. */
  tell(event: RoutingAdaptationEvent): void {
    if (this.#carrier !== undefined)
      this.#sending.push(recordArtifact(this.#carrier, { type: 'aios:adaptation', event }))
  }

  /** Sends what is left; resolves when all has arrived. */
  async close(): Promise<void> {
    this.#send(Infinity)
    await Promise.all(this.#sending)
  }

  /** Sends what was judged, and what was written before `deadline` and still is not. */
  #send(deadline: number): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const letters = [...this.#waiting]
    this.#waiting = new Set()
    const due: Letter[] = []
    for (const letter of letters) {
      if (letter.event.verdict === 'unjudged' && letter.at > deadline) this.put(letter)
      else if (letter.sent !== letter.event.verdict) due.push(letter)
    }
    if (this.#carrier === undefined || due.length === 0) return
    for (const letter of due) letter.sent = letter.event.verdict
    const events = due.map((letter) => letter.event)
    this.#sending.push(recordArtifact(this.#carrier, { type: 'aios:replies', events }))
  }
}
