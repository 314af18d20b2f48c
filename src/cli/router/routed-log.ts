import { isOlderAnswer, lackOf, type OlderReply } from '../../provenance/legacy/older-reply.ts'
import type { LoggedEvent } from '../../provenance/parse-line.ts'
import { readLog } from '../../provenance/read.ts'
import type { LoggedMessage } from '../../router/evaluation/samples.ts'
import { count, skippedNotes } from '../../provenance/skipped-notes.ts'

/** The routed messages of a log. */
export interface RoutedLog {
  messages: LoggedMessage[]
  /** Left out events with the reason, one sentence each. */
  notes: string[]
  /** The files that were read; empty without a log. */
  files: string[]
}

/** Limits of what a router can log; values beyond them are invalid. */
const MIN_PROPENSITY = 1e-6
const MAX_LATENCY_MS = 86_400_000

/**
 * Collects decisions of the router with their outcomes: measured and judged replies to traffic. Leaves out replies of a
 * fixed source, of a fallback, and those made while adaptation was off. Goldens are left out because they repeat the same
 * messages and are never randomized.
 */
export async function routedLog(
  from: string | readonly string[],
  { since }: { since?: Date } = {},
): Promise<RoutedLog> {
  const { events, skipped, files } = readLog(from, since === undefined ? {} : { since })
  const messages: LoggedMessage[] = []
  let [replayed, unjudged, goldens, impossible, retries] = [0, 0, 0, 0, 0]
  const older = new Map<string, number>()
  for await (const event of events) {
    if (event.event_type === 'older_response') count(older, exclusionReason(event))
    if (!isRouted(event)) continue
    if (event.golden !== undefined) goldens += 1
    else if (event.origin === 'replayed') replayed += 1
    else if (event.verdict === 'unjudged') unjudged += 1
    else if (event.retry > 0) retries += 1
    else if (!isPossible(event)) impossible += 1
    else messages.push(loggedMessage(event))
  }
  return {
    messages,
    files,
    notes: [
      ...(goldens > 0 ? [`left out: ${goldens} of goldens, which are not traffic`] : []),
      ...(impossible > 0 ? [`left out: ${impossible} with an impossible propensity or time`] : []),
      ...(replayed > 0 ? [`left out: ${replayed} replayed`] : []),
      ...(retries > 0 ? [`left out: ${retries} of retried tests, which only follow a failure`] : []),
      ...(unjudged > 0 ? [`left out: ${unjudged} without a judgement`] : []),
      ...skippedNotes(skipped, older),
    ],
  }
}

type Routed = Exclude<Extract<LoggedEvent, { event_type: 'response' }>, { verdict: 'unmeasured' }>

/** Older events have no verdict, so they cannot be used to evaluate a boundary. */
function exclusionReason(reply: OlderReply): string {
  if (reply.golden !== null) return 'of goldens, which are not traffic'
  return isOlderAnswer(reply)
    ? `without ${lackOf(reply, ['weight', 'latency', 'verdict'])}`
    : `whose reply ${reply.failure}`
}

function isRouted(event: LoggedEvent): event is Routed {
  if (event.event_type !== 'response' || event.verdict === 'unmeasured') return false
  const isMeasurement = event.hypothesis !== undefined || event.configuration !== undefined
  return !isMeasurement && event.instead_of === undefined && event.route.off === undefined
}

function isPossible({ route, timings }: Routed): boolean {
  return route.propensity >= MIN_PROPENSITY && timings.total_ms >= 0 && timings.total_ms <= MAX_LATENCY_MS
}

function loggedMessage({ conv_id, route, source, verdict, timings }: Routed): LoggedMessage {
  return {
    conversation: conv_id,
    weight: route.weight,
    source,
    propensity: route.propensity,
    quality: verdict === 'pass' ? 1 : 0,
    latencyS: timings.total_ms / 1_000,
  }
}
