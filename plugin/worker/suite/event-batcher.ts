import { clearTimeout, monotonicMs, setTimeout } from '../../../src/clock.ts'
import { recordArtifact, type TestArtifact, type TestContext } from 'vitest'
import type {
  JudgementEvent,
  ResponseEvent,
  RoutingAdaptationEvent,
  UnmeasuredEvent,
} from '../../../schemas/generated/provenance.ts'
import { lineOf } from '../../../src/provenance/event-line.ts'
import type { SentEvent } from '../../../reporters/task-data.ts'
import { JudgedReply } from './judged-reply.ts'

/** How long an event may wait in the worker to be sent together with others, in milliseconds. */
const SEND_AFTER = 250

/** How many new records are sent at once, so that the main process works on them while the worker asks on. */
const SEND_AT = 50

/** How long a reply may wait for its verdict before it is logged without one, in milliseconds. */
const UNJUDGED_AFTER = 250

/** A record that the log does not contain yet, or not with its current verdict. */
type Pending = JudgedReply | UnmeasuredEvent

/**
 * Sends the events of a test file to the reporter in batches: an artifact is a round trip, and Vitest sends its own updates
 * before each. All belong to the first test that asked, one after the other, so that they keep their order.
 */
export class EventBatcher {
  #carrier: TestContext['task'] | undefined
  /**
   * Records to send, with the time they were added, on the clock of `monotonicMs`, and the id of the test that asked.
   */
  readonly #waiting = new Map<Pending, { since: number; test: string }>()
  /** How many records were added since the last were sent. */
  #added = 0
  #sending: Promise<unknown> = Promise.resolve()
  #timer: NodeJS.Timeout | undefined

  /** Adds a reply, a reply whose verdict has changed, or a question without a reply. */
  put(record: Pending, task: TestContext['task']): void {
    this.#carrier ??= task
    if (!this.#waiting.has(record)) {
      this.#waiting.set(record, { since: monotonicMs(), test: task.id })
      this.#added += 1
    }
    if (this.#added < SEND_AT) this.#sendLater()
    else this.#send(monotonicMs() - UNJUDGED_AFTER)
  }

  /** Sends the event of a boundary that moved. */
  sendAdaptation(event: RoutingAdaptationEvent): void {
    this.#record({ type: 'aios:adaptation', event })
  }

  /** Sends the records that need not wait for their verdict; resolves when they have arrived. */
  async flush(): Promise<void> {
    this.#send(monotonicMs() - UNJUDGED_AFTER)
    await this.#sending.catch(() => {})
  }

  /** Sends the remaining records; resolves when all have arrived. */
  async close(): Promise<void> {
    this.#send(Infinity)
    await this.#sending
  }

  /**
   * Sends the records that are judged, and those added before `deadline` that are not. Stops at the first record that must
   * wait, because the order of the questions about a golden matters.
   */
  #send(deadline: number): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#added = 0
    const waiting = [...this.#waiting]
    const early = waiting.findIndex(([record, { since }]) => isOpen(record) && since > deadline)
    const due = early === -1 ? waiting : waiting.slice(0, early)
    for (const [record] of due) this.#waiting.delete(record)
    if (this.#waiting.size > 0) this.#sendLater()
    const replies = due.flatMap(([record, { test }]) =>
      (record instanceof JudgedReply ? record.write() : [record]).map((event) => toSend(event, test)),
    )
    if (replies.length > 0) this.#record({ type: 'aios:replies', replies })
  }

  #sendLater(): void {
    this.#timer ??= setTimeout(() => this.#send(monotonicMs() - UNJUDGED_AFTER), SEND_AFTER)
  }

  #record(artifact: TestArtifact): void {
    const carrier = this.#carrier
    if (carrier === undefined) return
    const before = this.#sending
    const recording = before.catch(() => {}).then(() => recordArtifact(carrier, artifact))
    this.#sending = recording.then(() => before)
    // `close` throws the first error; until then it must not count as unhandled.
    this.#sending.catch(() => {})
  }
}

function toSend(event: ResponseEvent | UnmeasuredEvent | JudgementEvent, test: string): SentEvent {
  const isReply = event.event_type === 'response'
  return {
    line: lineOf(event),
    message: isReply ? event.msg_id : null,
    test,
    ofHypothesis: isReply && event.hypothesis !== undefined,
  }
}

function isOpen(record: Pending): boolean {
  return record instanceof JudgedReply && record.verdict === 'unjudged'
}
