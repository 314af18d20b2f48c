import { counted } from '../../text/counted.ts'
import type { EventFacts } from '../../provenance/event-facts.ts'
import { lackOf } from '../../provenance/legacy/older-reply.ts'
import type { LogFilter } from '../../provenance/query/log-filter.ts'
import type { LogQuery } from '../../provenance/query/log-query.ts'
import type { Skipped } from '../../provenance/read.ts'
import { count, skippedNotes } from '../../provenance/skipped-notes.ts'
import { MessageCollector, type MessageTable, rowsOf } from '../../router/evaluation/message-table.ts'
import type { LoggedMessage } from '../../router/evaluation/samples.ts'
import { SOURCES } from '../../source.ts'

/** The routed messages of a log. */
export interface RoutedLog {
  messages: MessageTable
  /** Left out events with the reason, one sentence each. */
  notes: string[]
  /** The files that were read; empty without a log. */
  files: string[]
}

const FACTS = [
  'time',
  'older',
  'conversation',
  'golden',
  'hypothesis',
  'configuration',
  'source',
  'verdict',
  'origin',
  'retry',
  'weight',
  'propensity',
  'insteadOf',
  'off',
  'failure',
  'latencyMs',
] as const
type Facts = Pick<EventFacts, (typeof FACTS)[number]>

/** Limits of what a router can log; values beyond them are invalid. */
const MIN_PROPENSITY = 1e-6
const MAX_LATENCY_MS = 86_400_000

/**
 * Collects decisions of the router with their outcomes: measured and judged replies to traffic. Leaves out replies of a
 * fixed source, of a fallback, and those made while adaptation was off. Goldens are left out because they repeat the same
 * messages and are never randomized.
 */
export async function routedLog(query: LogQuery, filter: Pick<LogFilter, 'since'> = {}): Promise<RoutedLog> {
  const times: number[] = []
  const collector = new MessageCollector()
  let [replayed, unjudged, goldens, impossible, retries] = [0, 0, 0, 0, 0]
  const older = new Map<string, number>()
  let skipped: Skipped | null = null
  const replies = query.facts({ ...filter, type: 'response' }, FACTS, (found) => (skipped = found))
  for await (const facts of replies) {
    if (facts.older) count(older, exclusionReason(facts))
    else if (!isRouted(facts)) continue
    else if (facts.golden !== null) goldens += 1
    else if (facts.origin === 'replayed') replayed += 1
    else if (facts.verdict === 'unjudged') unjudged += 1
    else if ((facts.retry ?? 0) > 0) retries += 1
    else {
      const message = loggedMessage(facts)
      if (message === null) impossible += 1
      else {
        times.push(facts.time)
        collector.add(message)
      }
    }
  }
  const { table } = collector
  return {
    messages: rowsOf(table, inOrder(table, times)),
    files: query.files(),
    notes: [
      ...(goldens > 0 ? [`left out: ${countedReplies(goldens)} to goldens, which are not messages of users`] : []),
      ...(impossible > 0 ? [`left out: ${countedReplies(impossible)} with an impossible propensity or time`] : []),
      ...(replayed > 0 ? [`left out: ${countedReplies(replayed)} from recordings`] : []),
      ...(retries > 0 ? [`left out: ${countedReplies(retries)} of retried tests, which only follow a failure`] : []),
      ...(unjudged > 0 ? [`left out: ${countedReplies(unjudged)} without a judgement`] : []),
      ...(skipped === null ? [] : skippedNotes(skipped, older)),
    ],
  }
}

const countedReplies = (count: number) => counted(count, 'reply', 'replies')

/** The rows in order of time: sums of floating-point numbers depend on the order. */
function inOrder({ conversation, conversations }: MessageTable, times: readonly number[]): Uint32Array {
  const name = (row: number) => conversations[conversation[row] ?? 0] ?? ''
  return Uint32Array.from(times.keys()).sort(
    (a, b) => (times[a] ?? 0) - (times[b] ?? 0) || (name(a) < name(b) ? -1 : 1),
  )
}

/** Older events have no verdict, so they cannot be used to evaluate a boundary. */
function exclusionReason({ golden, failure, weight, latencyMs }: Facts): string {
  if (golden !== null) return 'of goldens, which are not traffic'
  return failure === null
    ? `without ${lackOf({ weight, latency_ms: latencyMs }, ['weight', 'latency', 'verdict'])}`
    : `whose reply ${failure}`
}

function isRouted({ verdict, hypothesis, configuration, insteadOf, off }: Facts): boolean {
  const isMeasurement = hypothesis !== null || configuration !== null
  return verdict !== 'unmeasured' && !isMeasurement && insteadOf === null && off === null
}

/** null: the values are beyond what a router can log. */
function loggedMessage({ conversation, weight, source, propensity, verdict, latencyMs }: Facts): LoggedMessage | null {
  const known = SOURCES.find((each) => each === source)
  if (conversation === null || weight === null || known === undefined) return null
  if (propensity === null || propensity < MIN_PROPENSITY) return null
  if (latencyMs === null || latencyMs < 0 || latencyMs > MAX_LATENCY_MS) return null
  return {
    conversation,
    weight,
    source: known,
    propensity,
    quality: verdict === 'pass' ? 1 : 0,
    latencyS: latencyMs / 1_000,
  }
}
