import { open } from 'node:fs/promises'
import type { JudgementEvent } from '../../../../schemas/generated/provenance.ts'
import { type LoggedEvent, parseLine } from '../../parse-line.ts'
import type { EventDetail } from '../log-query.ts'
import { detailOf } from '../read-message.ts'
import type { Asker } from './asker.ts'
import { slicesOf } from './file-slices.ts'

const NEWLINE = 0x0a

/** Reads the first event with a message id and its judgements from their places in the log; null: it is missing. */
export async function eventAt(asker: Asker, message: string): Promise<EventDetail | null> {
  const rows = await asker.rawRows('kind, part, "offset"', `kind <> 'aside' AND "message" = $message`, { message })
  const places = rows
    .map(({ kind, part, offset }) => ({
      isEvent: kind === 'event',
      place: asker.log.placeOf(String(part)),
      offset: Number(offset),
    }))
    .sort((a, b) => a.place - b.place || a.offset - b.offset)
  const first = places.find(({ isEvent }) => isEvent)
  if (first === undefined) return null
  const read = ({ place, offset, isEvent }: typeof first) =>
    eventFrom(asker.log.files[place]?.state.path ?? '', { offset, message, isEvent })
  const event = await read(first)
  if (event.event_type === 'judgement') throw new Error('a judgement is in the place of its reply')
  const judgements: JudgementEvent[] = []
  for (const place of places.filter(({ isEvent }) => !isEvent)) {
    const judgement = await read(place)
    if (judgement.event_type === 'judgement') judgements.push(judgement)
  }
  return detailOf(event, judgements)
}

/** The event or judgement with a message id that is on the line at an offset, or else on the first one after it. */
async function eventFrom(
  path: string,
  { offset, message, isEvent }: { offset: number; message: string; isEvent: boolean },
): Promise<LoggedEvent | JudgementEvent> {
  const quoted = Buffer.from(JSON.stringify(message))
  const file = await open(path)
  try {
    // An archive is decompressed up to the place.
    for await (const slice of slicesOf(path, file, path.endsWith('.gz') ? 0 : offset)) {
      const { bytes } = slice
      const start = Math.max(0, offset - slice.offset)
      if (bytes === null || start >= bytes.length) continue
      for (const line of linesWith(bytes, start, quoted)) {
        const event = parseLine(line)
        if (event === null || !('msg_id' in event) || event.msg_id !== message) continue
        if ((event.event_type === 'judgement') !== isEvent) return event
      }
    }
  } finally {
    await file.close()
  }
  throw new Error(`${path} does not have the event that was after byte ${offset}`)
}

/** The line at a place, which may have a computed id, and those after it with a text. */
function* linesWith(bytes: Buffer, start: number, text: Buffer): Generator<string> {
  for (let at = start; at !== -1;) {
    const begin = bytes.lastIndexOf(NEWLINE, at - 1) + 1
    const end = bytes.indexOf(NEWLINE, at)
    yield bytes.toString('utf8', at === start ? start : begin, end === -1 ? bytes.length : end)
    at = end === -1 ? -1 : bytes.indexOf(text, end)
  }
}
