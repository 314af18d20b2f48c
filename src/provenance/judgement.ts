import type { JudgementEvent, ResponseEvent, UnmeasuredEvent } from '../../schemas/generated/provenance.ts'

/** A verdict on one reply. */
export interface Judgement {
  verdict: ResponseEvent['verdict']
  /** The judge, such as `toAnswer`, or `test` for the end of its test. */
  by: string
  /** Why it failed. */
  why?: string
}

/** The judgement of a reply before its first verdict. */
export const UNJUDGED: Judgement = { verdict: 'unjudged', by: '' }

/**
 * The judgement that counts after another one in the same test: a failure stays, and a pass stays until a judge fails the
 * reply.
 */
export function afterJudgement(before: Judgement, next: Judgement): Judgement {
  if (before.verdict === 'fail' || next.verdict === 'unjudged') return before
  return before.verdict === next.verdict ? before : next
}

/** A response event with a later judgement in place of its own. */
export function withJudgement(event: ResponseEvent, { verdict, by, why }: Judgement): ResponseEvent {
  const judged: ResponseEvent = { ...event, verdict }
  delete judged.judged_by
  delete judged.why
  if (verdict !== 'unjudged') judged.judged_by = by
  if (why !== undefined) judged.why = why
  return judged
}

/** The last judgement of each reply, by message id. Of several at the same time the last one added counts. */
export class Judgements {
  readonly #byMessage = new Map<string, Judgement & { at: number }>()
  readonly #latest: number

  /** `latest`: a judgement of a later time counts only where there is no other; milliseconds since 1970. */
  constructor(latest = Infinity) {
    this.#latest = latest
  }

  /** `isEarlier`: it is before the ones that were added, in the order of the log. */
  add({ msg_id, ts, verdict, judged_by: by, why }: JudgementEvent, { isEarlier = false } = {}): void {
    const time = Date.parse(ts)
    const at = time <= this.#latest ? time : -Infinity
    const known = this.#byMessage.get(msg_id)
    if (known !== undefined && (known.at > at || (isEarlier && known.at === at))) return
    this.#byMessage.set(msg_id, { at, verdict, by, ...(why === undefined ? {} : { why }) })
  }

  /** Message ids with the last judgement of each. */
  [Symbol.iterator](): Iterator<[string, Judgement]> {
    return this.#byMessage[Symbol.iterator]()
  }

  /** A reply with its last judgement. */
  apply(event: ResponseEvent | UnmeasuredEvent): ResponseEvent | UnmeasuredEvent {
    if (event.verdict === 'unmeasured') return event
    const last = this.#byMessage.get(event.msg_id)
    return last === undefined ? event : withJudgement(event, last)
  }
}

/** Replies with the last judgement of each, in any order of events. */
export function judged(
  events: readonly (ResponseEvent | UnmeasuredEvent | JudgementEvent)[],
): (ResponseEvent | UnmeasuredEvent)[] {
  const judgements = new Judgements()
  for (const event of events) if (event.event_type === 'judgement') judgements.add(event)
  return events.flatMap((event) => (event.event_type === 'judgement' ? [] : [judgements.apply(event)]))
}
