import { factsOf } from './event-facts.ts'
import type { LoggedEvent } from './parse-line.ts'

const COLUMNS = [
  'time',
  'type',
  'verdict',
  'source',
  'model',
  'bucket',
  'set',
  'golden',
  'trait',
  'conversation',
  'latency_ms',
  'question',
  'reply',
] as const

/** The line of the column names. */
export const CSV_HEAD = COLUMNS.join(',')

/** An event as a line of CSV (RFC 4180). No cell is a formula to a spreadsheet, whatever a model wrote. Pure. */
export function csvLine(event: LoggedEvent): string {
  const { type, verdict, source, model, bucket, set, golden, trait, conversation, latencyMs, texts } = factsOf(event)
  const cells = [
    event.ts,
    type,
    verdict,
    source,
    model,
    bucket,
    set,
    golden,
    trait,
    conversation,
    latencyMs,
    texts[0],
    texts[1],
  ]
  return cells.map(cell).join(',')
}

/** Spreadsheets take a text for a formula that begins with one of these, in some locales in full width; a quote before it keeps it a text. */
const FORMULA = /^[\s\u0000]*[=+\-@\t\r|%＝＋－＠]/

function cell(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'number') return String(value)
  const safe = FORMULA.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
