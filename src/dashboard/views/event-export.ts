import { CSV_HEAD, csvLine } from '../../provenance/csv.ts'
import type { LoggedEvent } from '../../provenance/parse-line.ts'
import type { LogFilter } from '../../provenance/query/log-filter.ts'
import type { LogQuery } from '../../provenance/query/log-query.ts'

/** The formats of an export, each with its content type. */
export const EXPORT_FORMATS = {
  csv: 'text/csv; charset=utf-8',
  ndjson: 'application/x-ndjson; charset=utf-8',
} as const
type ExportFormat = keyof typeof EXPORT_FORMATS

/** Characters that are sent at a time. */
const PIECE = 65_536

/** All events that match, in the order of the log, as pieces of a file. */
export async function* exportedEvents(
  query: LogQuery,
  filter: LogFilter,
  format: ExportFormat,
): AsyncGenerator<string> {
  let piece = format === 'csv' ? `${CSV_HEAD}\n` : ''
  for await (const event of query.events(filter)) {
    piece += `${format === 'csv' ? csvLine(event) : jsonLine(event)}\n`
    if (piece.length < PIECE) continue
    yield piece
    piece = ''
  }
  if (piece !== '') yield piece
}

function jsonLine(event: LoggedEvent): string {
  return JSON.stringify(event)
}
