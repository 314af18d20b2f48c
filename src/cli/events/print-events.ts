import { factsOf } from '../../provenance/event-facts.ts'
import { logFiles } from '../../provenance/log-files.ts'
import { lastEvents } from '../../provenance/last-events.ts'
import type { LoggedEvent } from '../../provenance/parse-line.ts'
import { isWanted, type LogFilter } from '../../provenance/query/log-filter.ts'
import { EventCounter } from '../../provenance/query/count.ts'
import type { CountedBy } from '../../provenance/query/log-query.ts'
import { readLog, type Skipped } from '../../provenance/read.ts'
import { skippedNotes } from '../../provenance/skipped-notes.ts'
import { subjectOf } from '../../provenance/subject.ts'
import { printable, printableJson } from '../../text/printable.ts'
import { openQuery } from '../open-query.ts'
import { countLines, countOutput } from './count.ts'
import { CSV_HEAD, csvLine } from '../../provenance/csv.ts'
import { type FactOptions, factFilter } from './filters.ts'
import { followLog } from './follow.ts'
import { JudgedReplies } from './judged-replies.ts'
import { eventLine } from './line.ts'
import { print, printError, printJson } from '../print.ts'
import { progress } from '../progress.ts'
import { terminalWidth } from '../../text/terminal-width.ts'

/** Options of `aios events`. */
export interface EventsOptions extends FactOptions {
  tail?: number
  follow?: boolean
  count?: CountedBy | true
  conversation?: string
  since?: Date
  until?: Date
  grep?: string
  log?: string[]
  json?: boolean
  csv?: boolean
  /** The key of hashed conversation ids; null: the key is not set. */
  conversationKey: string | null
}

/** Events that a table shows where nothing else is asked for. */
const USUAL_TAIL = 20

/** Prints the events of the log in `dir`, or of `options.log`. Rejects where there is no log. */
export async function printEvents(dir: string, options: EventsOptions): Promise<void> {
  if (options.follow === true) return follow(dir, options)
  const from = options.log ?? dir
  if (logFiles(from).length === 0)
    throw new Error(
      `there is no log in ${printable((options.log ?? [dir]).join(', '))}: run the goldens first: npx vitest run goldens`,
    )
  const skipped = await (options.count === undefined ? list(from, options) : count(dir, from, options))
  for (const note of skippedNotes(skipped)) printError(`note: ${printable(note, { max: 400 })}`)
}

async function list(from: string | readonly string[], options: EventsOptions): Promise<Skipped> {
  const since = options.since === undefined ? {} : { since: options.since }
  const isTable = options.json !== true && options.csv !== true
  const most = options.tail ?? (isTable ? USUAL_TAIL : null)
  const printEvent = printer(options)
  const matches = matcher(options)
  if (most === null) {
    const { events, skipped } = readLog(from, since)
    for await (const event of events) if (matches(event)) await printEvent(event)
    return skipped
  }
  const { events, hasEarlier, skipped } = await lastEvents(from, { most, matches, ...since })
  for (const event of events) await printEvent(event)
  if (isTable && events.length === 0) print('no event matches; --count lists the values that events have')
  if (isTable && hasEarlier) print(`earlier ones are not shown: --tail ${10 * most} prints more, --count counts all`)
  return skipped
}

async function count(dir: string, from: string | readonly string[], options: EventsOptions): Promise<Skipped> {
  const { counts, total, skipped } = await (options.conversation === undefined
    ? countAll(dir, from, options)
    : countMatching(from, options))
  const by = options.count === true ? undefined : options.count
  if (options.json === true) printJson(countOutput(counts, total, by))
  else print(countLines(counts, total, by).join('\n'))
  return skipped
}

async function countAll(dir: string, from: string | readonly string[], options: EventsOptions) {
  const query = await openQuery(dir, from)
  try {
    return await query.counts(filterOf(options))
  } finally {
    query.close()
  }
}

/** Counts event by event: the id of a conversation in the log may depend on the run. */
async function countMatching(from: string | readonly string[], options: EventsOptions) {
  const { events, skipped } = readLog(from, options.since === undefined ? {} : { since: options.since })
  const matches = matcher(options)
  const counter = new EventCounter()
  for await (const event of events) if (matches(event)) counter.add(factsOf(event))
  return { counts: counter.counts, total: counter.total, skipped }
}

async function follow(dir: string, options: EventsOptions): Promise<void> {
  // Following waits for events on purpose.
  progress.stop()
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
  const printEvent = printer(options)
  const matches = matcher(options)
  const replies = new JudgedReplies(dir, (text) => printError(`note: ${text}`))
  for await (const written of followLog(dir, stop.signal))
    for (const event of await replies.eventsOf(written)) if (matches(event)) await printEvent(event)
}

/** Decides whether an event is asked for. */
function matcher(options: EventsOptions): (event: LoggedEvent) => boolean {
  const { conversation, conversationKey } = options
  const filter = filterOf(options)
  const subject = conversation === undefined ? null : subjectOf(conversation, conversationKey)
  const isOf = (event: LoggedEvent) =>
    subject === null || ('conv_id' in event && subject.has(event.conv_id, 'run_id' in event && event.run_id))
  return (event) => isOf(event) && isWanted(event, filter)
}

function filterOf({ since, until, grep, ...facts }: EventsOptions): LogFilter {
  return {
    ...factFilter(facts),
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
    ...(grep === undefined ? {} : { text: grep }),
  }
}

/** Writes an event to standard output, and waits while a slow reader of a pipe catches up. */
function printer({ json, csv }: EventsOptions): (event: LoggedEvent) => Promise<void> {
  const columns = terminalWidth()
  const lineOf = (event: LoggedEvent) =>
    json === true ? printableJson(event) : csv === true ? csvText(event) : eventLine(event, columns)
  if (csv === true) process.stdout.write(`${CSV_HEAD}\n`)
  return async (event) => {
    progress.clear()
    if (!process.stdout.write(`${lineOf(event)}\n`))
      await new Promise((resolve) => process.stdout.once('drain', resolve))
  }
}

/** The exact texts for a file or a pipe; without control characters on a terminal. */
function csvText(event: LoggedEvent): string {
  return process.stdout.isTTY ? printable(csvLine(event), { newlines: true }) : csvLine(event)
}
