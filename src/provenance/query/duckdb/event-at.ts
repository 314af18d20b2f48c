import { type FileHandle, open } from 'node:fs/promises'
import type { JudgementEvent } from '../../../../schemas/generated/provenance.ts'
import { parseLine } from '../../parse-line.ts'
import type { EventDetail } from '../log-query.ts'
import { detailOf } from '../read-message.ts'
import type { Asker } from './asker.ts'
import { slicesOf } from './file-slices.ts'

const NEWLINE = 0x0a
const BLOCK = 65_536

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
  const read = async ({ place, offset }: typeof first) => {
    const path = asker.log.files[place]?.state.path ?? ''
    const event = parseLine(await lineAt(path, offset))
    if (event === null || !('msg_id' in event) || event.msg_id !== message)
      throw new Error(`${path} does not have the event that was at byte ${offset}`)
    return event
  }
  const event = await read(first)
  if (event.event_type === 'judgement') throw new Error('a judgement is in the place of its reply')
  const judgements: JudgementEvent[] = []
  for (const place of places.filter(({ isEvent }) => !isEvent)) {
    const judgement = await read(place)
    if (judgement.event_type === 'judgement') judgements.push(judgement)
  }
  return detailOf(event, judgements)
}

/** The line that begins at an offset in the text of a file. */
async function lineAt(path: string, offset: number): Promise<string> {
  const file = await open(path)
  try {
    return path.endsWith('.gz') ? await archivedLine(path, file, offset) : await plainLine(file, offset)
  } finally {
    await file.close()
  }
}

async function plainLine(file: FileHandle, offset: number): Promise<string> {
  const pieces: Buffer[] = []
  for (let position = offset; ; position += BLOCK) {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(BLOCK), 0, BLOCK, position)
    const piece = buffer.subarray(0, bytesRead)
    const end = piece.indexOf(NEWLINE)
    pieces.push(end === -1 ? piece : piece.subarray(0, end))
    if (end !== -1 || bytesRead === 0) return Buffer.concat(pieces).toString()
  }
}

/** An archive is decompressed up to the line. */
async function archivedLine(path: string, file: FileHandle, offset: number): Promise<string> {
  for await (const slice of slicesOf(path, file, 0)) {
    if (slice.bytes === null || slice.offset + slice.length <= offset) continue
    const start = offset - slice.offset
    const end = slice.bytes.indexOf(NEWLINE, start)
    return slice.bytes.toString('utf8', start, end === -1 ? slice.bytes.length : end)
  }
  return ''
}
