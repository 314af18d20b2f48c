import { type EventFacts, factsOf } from './event-facts.ts'
import type { LoggedEvent } from './parse-line.ts'

type Cell = string | number | boolean | null | undefined

/** The columns of the facts, each with its name in CSV, in their order. A fact without a column is an error of types. */
const FACT_COLUMNS: Record<Exclude<keyof EventFacts, 'texts'>, string> = {
  time: 'time',
  type: 'type',
  verdict: 'verdict',
  judge: 'judge',
  source: 'source',
  model: 'model',
  bucket: 'bucket',
  weight: 'weight',
  boundary: 'boundary',
  propensity: 'propensity',
  insteadOf: 'instead_of',
  off: 'adaptation_off',
  set: 'set',
  golden: 'golden',
  trait: 'trait',
  conversation: 'conversation',
  hypothesis: 'hypothesis',
  configuration: 'configuration',
  run: 'run',
  message: 'message',
  origin: 'origin',
  retry: 'retry',
  older: 'older_format',
  latencyMs: 'latency_ms',
  firstTokenMs: 'first_token_ms',
  tokensPerSecond: 'tokens_per_second',
  completionTokens: 'completion_tokens',
  failure: 'failure',
}

const FACTS = Object.keys(FACT_COLUMNS) as (keyof typeof FACT_COLUMNS)[]

/** The columns of the texts. `text`: what an event other than a reply is about. */
const TEXT_COLUMNS = ['question', 'reply', 'reason', 'text'] as const

/** The names of the columns. */
export const CSV_COLUMNS: readonly string[] = [...Object.values(FACT_COLUMNS), ...TEXT_COLUMNS]

/** The line of the column names. */
export const CSV_HEAD = CSV_COLUMNS.join(',')

/** An event as a line of CSV (RFC 4180). No cell is a formula to a spreadsheet, whatever a model wrote. Pure. */
export function csvLine(event: LoggedEvent): string {
  const { texts, ...facts } = factsOf(event)
  const values: Record<string, Cell> = { ...facts, time: event.ts }
  const written = textsOf(event, texts)
  return [...FACTS.map((name) => values[name]), ...TEXT_COLUMNS.map((name) => written[name])].map(cell).join(',')
}

/** A question without a reply has the failure in words as the reason. */
function textsOf(
  event: LoggedEvent,
  texts: readonly string[],
): Partial<Record<(typeof TEXT_COLUMNS)[number], string | undefined>> {
  if (event.event_type === 'older_response') return { question: event.question, reply: event.reply }
  if (event.event_type !== 'response') return { text: texts.join(': ') }
  const [question, other, why] = texts
  return event.verdict === 'unmeasured' ? { question, reason: other } : { question, reply: other, reason: why }
}

/** Spreadsheets take a text for a formula that begins with one of these, in some locales in full width; a quote before it keeps it a text. */
const FORMULA = /^[\s\u0000]*[=+\-@\t\r|%＝＋－＠]/

function cell(value: Cell): string {
  if (value === null || value === undefined) return ''
  if (typeof value !== 'string') return String(value)
  const safe = FORMULA.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
