import type { ResponseEvent, UnmeasuredEvent } from '../../../schemas/generated/provenance.ts'
import { hash } from 'node:crypto'
import { cachedShareOf } from '../../verdicts/prompt-cache.ts'
import type { GoldenResult, MeasuredReply } from '../../verdicts/results.ts'
import { type ReplyEnd, shortfallOf } from '../../verdicts/shortfall.ts'
import { withoutSystematicEmpties } from '../../verdicts/empty-replies.ts'

type AnswerEvent = ResponseEvent | UnmeasuredEvent

/**
 * The results of one golden set from its events with their last verdicts, in the order of the goldens. Of several attempts
 * at one repeat the first with a reply counts, or the last where the suite chooses so; of several questions in one attempt
 * the last that failed, else the last. Other events are left out. Systematic empty replies count as not measured.
 * `ahead`: results of goldens that were asked once, by their event, which were made before.
 */
export function goldenResults(
  events: readonly AnswerEvent[],
  ahead?: Pick<ReadonlyMap<AnswerEvent, GoldenResult>, 'get'>,
): GoldenResult[] {
  const resultOf = ([id, repeats]: [string, Counted[]]): GoldenResult => {
    const [only] = repeats
    const known = only !== undefined && isAskedOnce(only, repeats) ? ahead?.get(only.event) : undefined
    return known ?? toResult(id, repeats)
  }
  return withoutSystematicEmpties([...countedByRepeat(events)].map(resultOf))
}

/** Whether a golden has a single attempt. */
function isAskedOnce({ passedOnRetry, repairedErrors }: Counted, repeats: readonly Counted[]): boolean {
  return repeats.length === 1 && !passedOnRetry && repairedErrors === 0
}

/** The text of each golden's first reply, by the golden's id; goldens without a reply are left out. */
export function firstReplies(events: readonly AnswerEvent[]): Map<string, string> {
  const replies = new Map<string, string>()
  for (const [id, repeats] of countedByRepeat(events)) {
    const first = repeats.map(({ event }) => event).find((event) => event.verdict !== 'unmeasured')
    if (first !== undefined) replies.set(id, first.reply)
  }
  return replies
}

/** The facts that decide which of several attempts counts. */
type Attempted = Pick<AnswerEvent, 'verdict' | 'retry' | 'counted_attempt'>

/** The event that counts of one repeat. */
interface Counted<E extends Attempted = AnswerEvent> {
  event: E
  /** An attempt failed or got no reply, and a later one passed. */
  passedOnRetry: boolean
  /** Other questions of the repeat that got no reply. */
  repairedErrors: number
}

/** The event that counts for each repeat, by golden, in the order of the repeats. */
function countedByRepeat(events: readonly AnswerEvent[]): Map<string, Counted[]> {
  const goldens = Map.groupBy(
    events.filter(({ golden }) => golden !== undefined),
    ({ golden }) => golden?.id ?? '',
  )
  return new Map(
    [...goldens].map(([id, asked]) => {
      if (asked.length === 1) return [id, countedOf(asked)]
      const repeats = [...Map.groupBy(asked, ({ repeat }) => repeat)].sort(([a], [b]) => a - b)
      return [id, repeats.flatMap(([, attempts]) => countedOf(attempts))]
    }),
  )
}

/** The number of the attempt at one repeat that counts, 0 for the first; null: no events. Pure. */
export function countedAttempt(events: readonly Attempted[]): number | null {
  return countedOf(events)[0]?.event.retry ?? null
}

function countedOf<E extends Attempted>(events: readonly E[]): Counted<E>[] {
  const [only] = events
  // Most goldens are asked once.
  if (only !== undefined && events.length === 1) return [{ event: only, passedOnRetry: false, repairedErrors: 0 }]
  const attempts = [...Map.groupBy(events, ({ retry }) => retry)]
    .sort(([a], [b]) => a - b)
    // If a test asks again until a reply passes, the failed reply counts.
    .flatMap(([, asked]) => asked.findLast(({ verdict }) => verdict === 'fail') ?? asked.at(-1) ?? [])
  const last = attempts.at(-1)
  if (last === undefined) return []
  const failed = attempts.findIndex(({ verdict }) => verdict === 'fail' || verdict === 'unmeasured')
  const passed = attempts.findLastIndex(({ verdict }) => verdict === 'pass')
  const firstReply = attempts.find(({ verdict }) => verdict !== 'unmeasured')
  const event = last.counted_attempt === 'last' ? last : (firstReply ?? last)
  const repairedErrors = events.filter((other) => other !== event && other.verdict === 'unmeasured').length
  return [{ event, passedOnRetry: failed !== -1 && passed > failed, repairedErrors }]
}

function toResult(id: string, repeats: readonly Counted[]): GoldenResult {
  const { trait = '', fingerprint = '' } = repeats.at(-1)?.event.golden ?? {}
  const repairedErrors = repeats.reduce((sum, repeat) => sum + repeat.repairedErrors, 0)
  return {
    id,
    trait,
    fingerprint,
    replies: repeats.flatMap(({ event, passedOnRetry }) =>
      event.verdict === 'unmeasured'
        ? []
        : [{ ...toReply(event), ...(passedOnRetry && { passedOnRetry: true as const }) }],
    ),
    unmeasured: repeats.flatMap(({ event }) =>
      event.verdict === 'unmeasured' ? [{ repeat: event.repeat, ...event.failure }] : [],
    ),
    ...(repairedErrors > 0 && { repairedErrors }),
  }
}

function toReply(event: ResponseEvent): MeasuredReply {
  const shortfall = shortfallOf(endOf(event))
  return {
    repeat: event.repeat,
    source: event.source,
    model: event.model.asked,
    passed: passedIn(event),
    latencyMs: event.timings.total_ms,
    firstTokenMs: event.timings.first_token_ms,
    completionTokens: event.tokens.completion,
    cachedShare: cachedShareOf(event.tokens),
    digest: digestOf(event.reply),
    ...(shortfall === null ? {} : { shortfall }),
    origin: event.origin,
  }
}

/** A hash of a reply's text, to detect copies. */
export function digestOf(reply: string): string {
  return hash('sha256', reply).slice(0, 12)
}

/** How a reply ended. */
export function endOf({ reply, reasoning, finish, quirks, tokens }: ResponseEvent): ReplyEnd {
  return {
    text: reply,
    finish,
    tokens,
    ...(reasoning === undefined ? {} : { reasoning }),
    ...(quirks === undefined ? {} : { quirks }),
  }
}

/** Whether a reply passed; null: it was not judged. */
export function passedIn({ verdict }: ResponseEvent): boolean | null {
  return verdict === 'unjudged' ? null : verdict === 'pass'
}
