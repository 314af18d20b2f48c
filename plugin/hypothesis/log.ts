import { wallMs } from '../../src/clock.ts'
import type { ResponseEvent } from '../../schemas/generated/provenance.ts'
import type { Observation } from '../../src/evidence/hypothesis/sample.ts'
import { isOlderAnswer, type OlderReply } from '../../src/provenance/legacy/older-reply.ts'
import { readLog } from '../../src/provenance/read.ts'
import { observationOf, olderObservation } from '../../src/run/observation.ts'
import type { Source } from '../../src/source.ts'
import { oneSource } from './way.ts'

/** What to read from the provenance log, instead of asking. */
export interface FromLog {
  from: 'log'
  /** Files, globs or folders to read instead of the project's own log, from the working directory. */
  log?: string | readonly string[]
  /** How far back: `24h`, `7d`, or a time. Default: all there is. */
  since?: string | Date
  /** Replies of this model only. Default: of both. */
  source?: Source
  /** Replies that were measured, or replayed; their latencies cannot be mixed. Default `measured`. */
  origin?: 'measured' | 'replayed'
}

/** Replies, the oldest first. */
export interface Gathered {
  observations: Observation[]
  /** Questions that got no reply. */
  unmeasured: string[]
}

/**
 * Reads replies from the log in `dir`. What hypotheses and compared configurations asked is left out: it says nothing
 * about how the system was used.
 */
export async function readObservations(
  dir: string,
  { log, since, source, origin = 'measured' }: FromLog,
  contextOf: (event: ResponseEvent) => string | null = () => null,
): Promise<Gathered> {
  const only = oneSource(source)
  const from = since === undefined ? {} : { since: timeOf(since) }
  const found: Gathered = { observations: [], unmeasured: [] }
  for await (const event of readLog(log === undefined ? dir : [log].flat(), from).events) {
    if (event.event_type === 'older_response') addOlder(found, event, { only, origin })
    if (event.event_type !== 'response' || event.hypothesis !== undefined || event.configuration !== undefined) continue
    // Of a golden that Vitest retried the first attempt counts.
    if (event.retry > 0 && event.golden !== undefined) continue
    if (event.origin !== origin || (only !== null && event.source !== only)) continue
    const golden = event.golden === undefined ? event.conv_id : `${event.golden.set}: ${event.golden.id}`
    if (event.verdict === 'unmeasured') found.unmeasured.push(golden)
    else found.observations.push(observationOf(event, { golden, context: contextOf(event) }))
  }
  return found
}

/** An older reply has the fields that it holds; the rest is not known. */
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
    throw new Error(
      `aios: since must be a time such as '24h', '7d' or '2026-01-31T12:00:00Z', not ${JSON.stringify(since)}`,
    )
  return time
}
