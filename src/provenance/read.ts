import { errorCode, errorMessage } from '../error-message.ts'
import type { JudgementEvent, ProvenanceEvent } from '../../schemas/generated/provenance.ts'
import validate from '../../schemas/generated/provenance.validate.js'
import { Judgements } from './judgement.ts'
import { fromLegacy, isLegacy, type SetAside } from './legacy/event.ts'
import type { OlderReply } from './legacy/older-reply.ts'
import { linesOf } from './lines.ts'
import { logFiles } from './log-files.ts'

/** What a reading left out. */
export interface Skipped {
  /** Lines that are no event: torn by a kill, or damaged. */
  broken: number
  /** Events of an older form that are not replies, or lack what every reader needs: how many, by reason. */
  older: Record<string, number>
  /** Files that could not be read to their end, such as a damaged archive; what comes before the damage was read. */
  unreadable: { path: string; reason: string }[]
}

/** What a line of a log holds, as readers see it: a reply has its last verdict, so there are no judgements beside it. */
export type LoggedEvent = Exclude<ProvenanceEvent, JudgementEvent> | OlderReply

/** Events of a log, in the order of its files and lines, and what was left out; the counts are complete after the last event. */
export interface Reading {
  events: AsyncIterable<LoggedEvent>
  skipped: Skipped
  /** Paths that are read; empty: there is no log. */
  files: string[]
}

/**
 * Reads the provenance log of a folder with its rotated parts, or the logs of a list (see `logFiles`), whatever their
 * size: a piece of a file is in memory, and the judgements that came after their replies. It is read twice: a reply has
 * the last verdict on it, however late that came. Replies of the older forms 1.0 and 0.9 come in today's where they hold
 * enough, else as an `OlderReply`. `since`: only events from then on. Damage never ends a reading; a file that goes away
 * meanwhile was rotated.
 */
export function readLog(from: string | readonly string[], { since }: { since?: Date } = {}): Reading {
  const files = logFiles(from)
  const skipped: Skipped = { broken: 0, older: {}, unreadable: [] }
  const earliest = since?.getTime() ?? -Infinity
  async function* events(): AsyncIterable<LoggedEvent> {
    const judgements = await judgementsIn(files)
    // Rotation may have renamed the current file in the meantime.
    for (const path of logFiles(from)) {
      try {
        for await (const lines of linesOf(path)) {
          for (const line of lines) {
            const event = parse(line, skipped)
            if (event === null || (event.ts !== null && Date.parse(event.ts) < earliest)) continue
            if ('setAside' in event) skipped.older[event.setAside] = (skipped.older[event.setAside] ?? 0) + 1
            else if (event.event_type === 'response') yield judgements.apply(event)
            else if (event.event_type !== 'judgement') yield event
          }
        }
      } catch (error) {
        if (errorCode(error) === 'ENOENT') continue
        skipped.unreadable.push({ path, reason: errorMessage(error) })
      }
    }
  }
  return { events: events(), skipped, files }
}

/** What a line of a judgement holds, however it is spaced. */
const JUDGEMENT = '"judgement"'

/** The judgements of a log; the reading of the events tells what cannot be read. */
async function judgementsIn(files: readonly string[]): Promise<Judgements> {
  const judgements = new Judgements()
  for (const path of files) {
    try {
      for await (const lines of linesOf(path)) {
        for (const line of lines) {
          const data = line?.includes(JUDGEMENT) === true ? jsonOf(line) : null
          if (validate(data) && data.event_type === 'judgement') judgements.add(data)
        }
      }
    } catch {
      continue
    }
  }
  return judgements
}

function parse(line: string | null, skipped: Skipped): LoggedEvent | JudgementEvent | SetAside | null {
  if (line?.trim() === '') return null
  const data = line === null ? null : jsonOf(line)
  if (validate(data) && !Number.isNaN(Date.parse(data.ts))) return data
  if (isLegacy(data)) return fromLegacy(data)
  skipped.broken += 1
  return null
}

function jsonOf(line: string): unknown {
  try {
    // Windows tools begin a file with a byte order mark.
    return JSON.parse(line.charCodeAt(0) === 0xfeff ? line.slice(1) : line)
  } catch {
    return undefined
  }
}
