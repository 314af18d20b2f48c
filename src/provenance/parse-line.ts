import type {
  JudgementEvent,
  OlderEvent,
  OlderResponseEvent,
  ProvenanceEvent,
} from '../../schemas/generated/provenance.ts'
import validateCompact from '../../schemas/generated/compact-event.validate.js'
import validate from '../../schemas/generated/provenance.validate.js'
import { isRecord } from '../is-record.ts'
import { expandEvent } from './compact/expand-event.ts'
import { fromLegacy, isLegacy, type SetAside } from './legacy/event.ts'
import type { OlderReply } from './legacy/older-reply.ts'

/** An event of a log, as readers get it: a reply with its last verdict, without separate judgements. */
export type LoggedEvent = Exclude<ProvenanceEvent, JudgementEvent | OlderResponseEvent | OlderEvent> | OlderReply

/** The event on a line; null: it is damaged. */
export function parseLine(line: string | null): LoggedEvent | JudgementEvent | SetAside | null {
  if (line === null) return null
  const data = jsonOf(line)
  return eventIn(data !== undefined && SURROGATE.test(line) ? wellFormed(data) : data)
}

/** Half a character may be on a line as an escape only. */
const SURROGATE = /\\u[dD][89a-fA-F]/

/** A value whose texts were cut within a character, as every reader gives it. */
function wellFormed(data: unknown): unknown {
  return JSON.parse(JSON.stringify(data), (_, value: unknown) =>
    typeof value === 'string' ? value.toWellFormed() : value,
  )
}

function eventIn(data: unknown): LoggedEvent | JudgementEvent | SetAside | null {
  if (isCompact(data)) {
    const event = validateCompact(data) ? expandEvent(data) : null
    return event === null || Number.isNaN(Date.parse(event.ts)) ? null : event
  }
  if (validate(data) && !Number.isNaN(Date.parse(data.ts))) {
    // A migrated event is read from its original, so that it gives what it gave before.
    if (data.event_type !== 'older_response' && data.event_type !== 'older_event') return data
    return isLegacy(data.original) ? fromLegacy(data.original) : null
  }
  return isLegacy(data) ? fromLegacy(data) : null
}

/**
 * What a line has, with the whole event in place of a short one, and without a check of other events; undefined: it is not
 * JSON.
 */
export function dataOf(line: string): unknown {
  const data = jsonOf(line)
  return (isCompact(data) && validateCompact(data) ? expandEvent(data) : null) ?? data
}

function isCompact(data: unknown): boolean {
  return isRecord(data) && data['schema_version'] === '2.1'
}

/** The value of a line as it is written; undefined: it is not JSON. */
export function jsonOf(line: string): unknown {
  try {
    // Windows tools begin a file with a byte order mark.
    return JSON.parse(line.charCodeAt(0) === 0xfeff ? line.slice(1) : line)
  } catch {
    return undefined
  }
}
