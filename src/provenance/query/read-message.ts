import type { JudgementEvent } from '../../../schemas/generated/provenance.ts'
import { wallMs, CLOCK_SKEW_MS } from '../../clock.ts'
import { Judgements } from '../judgement.ts'
import { linesOf } from '../lines.ts'
import { logFiles } from '../log-files.ts'
import { type LoggedEvent, parseLine } from '../parse-line.ts'
import type { EventDetail } from './log-query.ts'

/** The form of an id that is computed from an older event without one, so that its line does not contain it. */
const COMPUTED_ID = /^[0-9a-f]{12}$/

/** Reads the first event with a message id and its judgements; null: it is missing. Unreadable files are left out. */
export async function readMessage(from: string | readonly string[], message: string): Promise<EventDetail | null> {
  const files = logFiles(from)
  const found = await search(files, message, [JSON.stringify(message).slice(1, -1)])
  return found === null && COMPUTED_ID.test(message) ? search(files, message) : found
}

async function search(
  files: readonly string[],
  message: string,
  containing?: readonly string[],
): Promise<EventDetail | null> {
  let event: LoggedEvent | null = null
  const judgements: JudgementEvent[] = []
  for (const path of files) {
    try {
      for await (const lines of linesOf(path, containing === undefined ? {} : { containing }))
        for (const line of lines) {
          const data = parseLine(line)
          if (data === null || !('msg_id' in data) || data.msg_id !== message) continue
          if (data.event_type === 'judgement') judgements.push(data)
          else event ??= data
        }
    } catch {
      continue
    }
  }
  return event === null ? null : detailOf(event, judgements)
}

/** An event with its judgements, which are sorted by time. Pure, but for the clock. */
export function detailOf(event: LoggedEvent, judgements: readonly JudgementEvent[]): EventDetail {
  const last = new Judgements(wallMs() + CLOCK_SKEW_MS)
  for (const judgement of judgements) last.add(judgement)
  return {
    event: event.event_type === 'response' ? last.apply(event) : event,
    written: event,
    judgements: judgements.toSorted((a, b) => Date.parse(a.ts) - Date.parse(b.ts)),
  }
}
