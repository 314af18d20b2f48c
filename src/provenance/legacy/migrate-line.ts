import type { OlderEvent, OlderResponseEvent, ResponseEvent } from '../../../schemas/generated/provenance.ts'
import validate from '../../../schemas/generated/provenance.validate.js'
import { dataOf } from '../parse-line.ts'
import { fromLegacy, isLegacy } from './event.ts'

/** A line of a log after the migration: what it becomes, or why it is not an event. */
export type MigratedLine =
  | { kind: 'blank' }
  /** An event of this version, whose line stays as it is. */
  | { kind: 'current'; type: string }
  | { kind: 'converted'; event: ResponseEvent | OlderResponseEvent | OlderEvent; as: string }
  | { kind: 'set_aside'; reason: string }

/**
 * Converts a line of a log to the current format. An older event keeps its original, so no fact of it is lost: a complete
 * reply becomes a `response`, another reply an `older_response`, any other event an `older_event`. null: a line that is
 * too long to read. Pure.
 */
export function migrateLine(line: string | null): MigratedLine {
  if (line === null) return { kind: 'set_aside', reason: 'too long to be an event' }
  if (line.trim() === '') return { kind: 'blank' }
  const data = dataOf(line)
  if (validate(data)) {
    if (Number.isNaN(Date.parse(data.ts))) return { kind: 'set_aside', reason: 'without a time' }
    return { kind: 'current', type: data.event_type }
  }
  if (!isLegacy(data)) return { kind: 'set_aside', reason: data === undefined ? 'not JSON' : 'not an event' }
  const older = fromLegacy(data)
  if ('setAside' in older) {
    const { ts, setAside: kind } = older
    if (ts === null) return { kind: 'set_aside', reason: 'without a time' }
    const event: OlderEvent = { schema_version: '2.0', event_type: 'older_event', ts, kind, original: data }
    return { kind: 'converted', event, as: `older events ${kind}` }
  }
  if (older.event_type === 'response')
    return { kind: 'converted', event: { ...older, original: data }, as: 'complete replies' }
  const { event_type, ...facts } = older
  const event: OlderResponseEvent = { schema_version: '2.0', event_type, ...facts, original: data }
  return { kind: 'converted', event, as: describe(event) }
}

function describe({ failure, golden, weight, latency_ms: latency }: OlderResponseEvent): string {
  if (failure !== null) return `questions without an answer, whose reply ${failure}`
  const lacks = [...(weight === null ? ['weight'] : []), ...(latency === null ? ['latency'] : [])]
  const what = golden === null ? 'replies of traffic' : 'replies to goldens'
  return lacks.length === 0 ? what : `${what} without ${lacks.join(' and ')}`
}
