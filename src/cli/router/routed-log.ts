import { isOlderAnswer, lackOf, type OlderReply } from '../../provenance/legacy/older-reply.ts'
import { type LoggedEvent, readLog } from '../../provenance/read.ts'
import type { LoggedMessage } from '../../router/evaluation/samples.ts'
import { count, skippedNotes } from '../../provenance/skipped-notes.ts'

/** What a log holds of routed messages. */
export interface RoutedLog {
  messages: LoggedMessage[]
  /** What was left out, and why; one sentence each. */
  notes: string[]
  /** Files that were read; empty: there is no log. */
  files: string[]
}

/** No router draws with less, and no reply takes longer: a line that says so was damaged or made up. */
const LEAST_PROPENSITY = 1e-6
const LONGEST_MS = 86_400_000

/**
 * Collects what the router decided and how it ended: measured and judged replies to traffic, without those that somebody
 * forced to a model, that stood in for another, or that came while adaptation was off. Goldens are no traffic: they are
 * asked again and again, and always go the same way.
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
    if (event.event_type === 'older_response') count(older, whyUnusable(event))
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
      ...(goldens > 0 ? [`left out: ${goldens} of goldens, which measure and are no traffic`] : []),
      ...(impossible > 0 ? [`left out: ${impossible} with a propensity or a time that cannot be`] : []),
      ...(replayed > 0 ? [`left out: ${replayed} replayed`] : []),
      ...(retries > 0 ? [`left out: ${retries} of retried tests, which only follow a failure`] : []),
      ...(unjudged > 0 ? [`left out: ${unjudged} that nobody judged`] : []),
      ...skippedNotes(skipped, older),
    ],
  }
}

type Routed = Exclude<Extract<LoggedEvent, { event_type: 'response' }>, { verdict: 'unmeasured' }>

/** Older events hold no verdict, so none of them tells what a boundary is worth. */
function whyUnusable(reply: OlderReply): string {
  if (reply.golden !== null) return 'of goldens, which measure and are no traffic'
  return isOlderAnswer(reply)
    ? `without ${lackOf(reply, ['weight', 'latency', 'verdict'])}`
    : `whose reply ${reply.failure}`
}

function isRouted(event: LoggedEvent): event is Routed {
  if (event.event_type !== 'response' || event.verdict === 'unmeasured') return false
  const measures = event.hypothesis !== undefined || event.configuration !== undefined
  return !measures && event.instead_of === undefined && event.route.off === undefined
}

function isPossible({ route, timings }: Routed): boolean {
  return route.propensity >= LEAST_PROPENSITY && timings.total_ms >= 0 && timings.total_ms <= LONGEST_MS
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
