import type {
  JudgementEvent,
  OlderEvent,
  OlderResponseEvent,
  ProvenanceEvent,
} from '../../schemas/generated/provenance.ts'
import validate from '../../schemas/generated/provenance.validate.js'
import { fromLegacy, isLegacy, type SetAside } from './legacy/event.ts'
import type { OlderReply } from './legacy/older-reply.ts'

/** An event of a log, as readers get it: a reply with its last verdict, without separate judgements. */
export type LoggedEvent = Exclude<ProvenanceEvent, JudgementEvent | OlderResponseEvent | OlderEvent> | OlderReply

/** The event on a line; null: it is damaged. */
export function parseLine(line: string | null): LoggedEvent | JudgementEvent | SetAside | null {
  const data = line === null ? null : jsonOf(line)
  if (validate(data) && !Number.isNaN(Date.parse(data.ts))) {
    // A migrated event is read from its original, so that it gives what it gave before.
    if (data.event_type !== 'older_response' && data.event_type !== 'older_event') return data
    return isLegacy(data.original) ? fromLegacy(data.original) : null
  }
  return isLegacy(data) ? fromLegacy(data) : null
}

/** The event on a line, without the judgements that came later; null: it is a judgement, or not an event. */
export function parseEvent(line: string): LoggedEvent | null {
  const event = parseLine(line)
  return event === null || 'setAside' in event || event.event_type === 'judgement' ? null : event
}

/** The value of a line; undefined: it is not JSON. */
export function jsonOf(line: string): unknown {
  try {
    // Windows tools begin a file with a byte order mark.
    return JSON.parse(line.charCodeAt(0) === 0xfeff ? line.slice(1) : line)
  } catch {
    return undefined
  }
}
