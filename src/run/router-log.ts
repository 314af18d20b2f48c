import { counted } from '../counted.ts'
import type { ProvenanceEvent } from '../../schemas/generated/provenance.ts'
import { readLog } from '../provenance/read.ts'
import type { LoggedMessage } from '../router/evaluation/samples.ts'

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
export async function routedLog(dir: string, { since }: { since?: Date } = {}): Promise<RoutedLog> {
  const { events, skipped, files } = readLog(dir, since === undefined ? {} : { since })
  const messages: LoggedMessage[] = []
  let [replayed, unjudged, goldens, impossible] = [0, 0, 0, 0]
  for await (const event of events) {
    if (!isRouted(event)) continue
    if (event.golden !== undefined) goldens += 1
    else if (event.origin === 'replayed') replayed += 1
    else if (event.verdict === 'unjudged') unjudged += 1
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
      ...(unjudged > 0 ? [`left out: ${unjudged} that nobody judged`] : []),
      ...(skipped.broken > 0 ? [`left out: ${counted(skipped.broken, 'damaged line')}`] : []),
      ...(skipped.older > 0 ? [`left out: ${skipped.older} of an older form`] : []),
      ...skipped.unreadable.map(({ path, reason }) => `${path} cannot be read to its end: ${reason}`),
    ],
  }
}

type Routed = Exclude<Extract<ProvenanceEvent, { event_type: 'response' }>, { verdict: 'unmeasured' }>

function isRouted(event: ProvenanceEvent): event is Routed {
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
