import { wallMs } from '../../../src/clock.ts'
import type { FromLog } from '../../../schemas/generated/options.ts'
import type { ResponseEvent, UnmeasuredEvent } from '../../../schemas/generated/provenance.ts'
import type { Observation } from '../../../src/verdicts/hypothesis/samples/sample.ts'
import { isOlderAnswer, type OlderReply } from '../../../src/provenance/legacy/older-reply.ts'
import { readLog } from '../../../src/provenance/read.ts'
import { countedAttempt } from '../../../src/provenance/results/golden-results.ts'
import { observationOf, olderObservation } from '../../../src/provenance/results/observation.ts'
import type { Source } from '../../../src/source.ts'
import { mustBe } from '../../../src/text/option-errors.ts'

/** Replies, the oldest first. */
export interface Gathered {
  observations: Observation[]
  /** Questions that got no reply. */
  unmeasured: string[]
}

/**
 * Reads replies from the log in `dir`, without those of hypotheses and compared configurations: they are not evidence of
 * how the system was used.
 */
export async function readObservations(
  dir: string,
  { log, since, source, origin = 'measured' }: FromLog,
  contextOf: (event: ResponseEvent) => string | null = () => null,
): Promise<Gathered> {
  const only = source ?? null
  const from = since === undefined ? {} : { since: timeOf(since) }
  const older: Gathered = { observations: [], unmeasured: [] }
  const replies: Logged[] = []
  for await (const event of readLog(log === undefined ? dir : [log].flat(), from).events) {
    if (event.event_type === 'older_response') addOlder(older, event, { only, origin })
    if (event.event_type !== 'response' || event.hypothesis !== undefined || event.configuration !== undefined) continue
    replies.push(loggedIn(event, contextOf))
  }
  const counted = withoutRetries(replies).filter(
    (reply) => reply.origin === origin && (only === null || reply.source === only),
  )
  return {
    observations: [...older.observations, ...counted.flatMap(({ observation }) => observation ?? [])],
    unmeasured: [
      ...older.unmeasured,
      ...counted.flatMap(({ observation, name }) => (observation === null ? [name] : [])),
    ],
  }
}

/** A reply, without its texts, or a question that got none. */
interface Logged extends Pick<ResponseEvent, 'retry' | 'counted_attempt' | 'source' | 'origin'> {
  verdict: ResponseEvent['verdict'] | 'unmeasured'
  name: string
  /** Identifies the repeat of a golden; null: the question is not a golden. */
  attemptAt: string | null
  /** null: there was no reply. */
  observation: Observation | null
}

function loggedIn(event: ResponseEvent | UnmeasuredEvent, contextOf: (event: ResponseEvent) => string | null): Logged {
  const { golden, run_id, conv_id, repeat, retry, counted_attempt, source, origin, verdict } = event
  const name = golden === undefined ? conv_id : `${golden.set}: ${golden.id}`
  const attemptAt = golden === undefined ? null : JSON.stringify([run_id, golden.set, golden.id, repeat])
  const observation =
    event.verdict === 'unmeasured' ? null : observationOf(event, { golden: name, context: contextOf(event) })
  const facts = { verdict, retry, source, origin, name, attemptAt, observation }
  return counted_attempt === undefined ? facts : { ...facts, counted_attempt }
}

/** Keeps the questions of the attempt that counts, for each repeat of a golden. */
function withoutRetries(replies: readonly Logged[]): Logged[] {
  const attempts = Map.groupBy(replies, ({ attemptAt }) => attemptAt)
  const counted = new Map([...attempts].map(([key, tried]) => [key, countedAttempt(tried)]))
  return replies.filter(({ attemptAt, retry }) => attemptAt === null || counted.get(attemptAt) === retry)
}

/** Adds a reply of an older format; fields that the format lacks stay unknown. */
function addOlder(
  found: Gathered,
  reply: OlderReply,
  { only, origin }: { only: Source | null; origin: 'measured' | 'replayed' },
): void {
  if (origin !== 'measured' || (only !== null && reply.source !== only)) return
  if (isOlderAnswer(reply)) found.observations.push(olderObservation(reply))
  else found.unmeasured.push(reply.golden ?? reply.conv_id)
}

const UNITS: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000 }

function timeOf(since: string | Date): Date {
  const [, amount, unit = ''] = /^(\d+(?:\.\d+)?)([mhd])$/.exec(String(since).trim()) ?? []
  const factor = UNITS[unit]
  const time =
    amount !== undefined && factor !== undefined ? new Date(wallMs() - Number(amount) * factor) : new Date(since)
  if (Number.isNaN(time.getTime()))
    throw new RangeError(`aios: ${mustBe('"since"', "a time such as '24h', '7d' or '2026-01-31T12:00:00Z'", since)}`)
  return time
}
