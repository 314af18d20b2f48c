import { type FileHandle, open } from 'node:fs/promises'
import type { JudgementEvent } from '../../../../schemas/generated/provenance.ts'
import { withJudgement } from '../../judgement.ts'
import { type LoggedEvent, parseLine } from '../../parse-line.ts'
import type { EventDetail } from '../log-query.ts'
import { detailOf } from '../read-message.ts'
import type { Asker } from './asker.ts'
import { storedText } from './byte-order-mark.ts'
import type { ResultRow } from './engine.ts'
import { linesAt } from './lines-at.ts'

/** With more events the log is read from its beginning. */
const MOST_PLACES = 50_000

/** Columns of a place. */
export const PLACE = ['part', '"offset"']

/** Rows of one file in the order of its lines, and the file, which a rotation may rename meanwhile. */
interface FileRows {
  path: string
  file: FileHandle
  rows: readonly ResultRow[]
}

/** Where the events are that match; null: they are too many. The files stay open until `eventsFrom` has read them. */
export async function placesIn(asker: Asker): Promise<FileRows[] | null> {
  const rows = await asker.someRows(PLACE, 'LIMIT $places', { places: MOST_PLACES + 1 })
  return rows.length > MOST_PLACES ? null : openFiles(asker, rows)
}

/** The events at some places, in the order of the log. */
export async function* eventsFrom(places: readonly FileRows[]): AsyncGenerator<LoggedEvent> {
  try {
    for (const place of places)
      for await (const { event, row } of readRows(place)) {
        if (event.event_type === 'judgement') throw new Error(`${place.path} has a judgement in the place of an event`)
        yield event.event_type === 'response' && event.verdict !== 'unmeasured' && typeof row['later'] === 'string'
          ? withJudgement(event, {
              verdict: row['later'] as JudgementEvent['verdict'],
              by: String(row['judge']),
              ...(typeof row['why'] === 'string' && { why: row['why'] }),
            })
          : event
      }
  } finally {
    await close(places)
  }
}

/** The first event with a message id and its judgements, read from their places in the log; null: it is missing. */
export async function eventAt(asker: Asker, message: string): Promise<EventDetail | null> {
  const rows = await asker.rawRows('part, "offset"', `kind <> 'aside' AND "message" = $message`, {
    values: { message: storedText(message) },
  })
  const places = await openFiles(asker, rows)
  try {
    let found: LoggedEvent | null = null
    const judgements: JudgementEvent[] = []
    for (const place of places)
      for await (const { event } of readRows(place))
        if (event.event_type === 'judgement') judgements.push(event)
        else found ??= event
    return found === null ? null : detailOf(found, judgements)
  } finally {
    await close(places)
  }
}

/** Opens the files that rows are in, which have places. */
export async function openFiles({ log }: Asker, rows: readonly ResultRow[]): Promise<FileRows[]> {
  const places = Map.groupBy(rows, ({ part }) => String(part))
  const byFile = Map.groupBy(places.keys(), (part) => log.placeOf(part))
  const opened: FileRows[] = []
  try {
    for (const [place, parts] of [...byFile].sort(([a], [b]) => a - b)) {
      const path = log.files[place]?.state.path ?? ''
      const ofFile = parts.flatMap((part) => places.get(part) ?? [])
      ofFile.sort((a, b) => Number(a['offset']) - Number(b['offset']))
      opened.push({ path, file: await open(path), rows: ofFile })
    }
  } catch (error) {
    await close(opened)
    throw error
  }
  return opened
}

async function* readRows({
  path,
  file,
  rows,
}: FileRows): AsyncGenerator<{ event: LoggedEvent | JudgementEvent; row: ResultRow }> {
  const lines = linesAt(
    path,
    file,
    rows.map(({ offset }) => Number(offset)),
  )
  let index = 0
  for await (const line of lines) {
    const [row, event] = [rows[index], parseLine(line)]
    if (row === undefined || event === null || 'setAside' in event)
      throw new Error(`${path} has no event at byte ${String(row?.['offset'])}, where one was`)
    index += 1
    yield { event, row }
  }
}

async function close(places: readonly FileRows[]): Promise<void> {
  for (const { file } of places) await file.close()
}
