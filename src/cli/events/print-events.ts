import { logFiles } from '../../provenance/log-files.ts'
import { type LoggedEvent, parseEvent } from '../../provenance/parse-line.ts'
import { isWanted, type LogFilter } from '../../provenance/query/log-filter.ts'
import type { CountedBy } from '../../provenance/query/log-query.ts'
import { readLog, type Skipped } from '../../provenance/read.ts'
import { skippedNotes } from '../../provenance/skipped-notes.ts'
import { printable } from '../../text/printable.ts'
import { openQuery } from '../open-query.ts'
import { countLines } from './count.ts'
import { CSV_HEAD, csvLine } from './csv.ts'
import { followLog } from './follow.ts'
import { eventLine } from './line.ts'

/** Options of `aios events`. */
export interface EventsOptions {
  tail?: number
  follow?: boolean
  count?: CountedBy | true
  type?: string
  conversation?: string
  since?: Date
  until?: Date
  grep?: string
  log?: string[]
  json?: boolean
  csv?: boolean
}

/** Events that a table shows where nothing else is asked for. */
const USUAL_TAIL = 20

/** Prints the events of the log in `dir`, or of `options.log`. Rejects where there is no log. */
export async function printEvents(dir: string, options: EventsOptions): Promise<void> {
  endQuietlyOnClosedPipe()
  if (options.follow === true) return follow(dir, options)
  const from = options.log ?? dir
  if (logFiles(from).length === 0)
    throw new Error(
      `there is no log in ${printable((options.log ?? [dir]).join(', '))}: run the goldens first: npx vitest run goldens`,
    )
  const skipped = await (options.count === undefined ? list(from, options) : count(from, options))
  for (const note of skippedNotes(skipped)) console.error(`note: ${printable(note, { max: 400 })}`)
}

async function list(from: string | readonly string[], options: EventsOptions): Promise<Skipped> {
  const { events, skipped } = readLog(from, options.since === undefined ? {} : { since: options.since })
  const isTable = options.json !== true && options.csv !== true
  const tail = options.tail ?? (isTable ? USUAL_TAIL : Infinity)
  const last: LoggedEvent[] = []
  let left = 0
  const print = printer(options)
  const filter = filterOf(options)
  for await (const event of events) {
    if (!isWanted(event, filter)) continue
    if (tail === Infinity) await print(event)
    else if (last.push(event) > tail) {
      last.shift()
      left += 1
    }
  }
  for (const event of last) await print(event)
  if (isTable && last.length === 0) console.log('no event matches')
  if (isTable && left > 0) console.log(`${left} earlier ones are not shown: --tail ${left + last.length}`)
  return skipped
}

async function count(from: string | readonly string[], options: EventsOptions): Promise<Skipped> {
  const query = await openQuery(from)
  const { counts, total, skipped } = await query.counts(filterOf(options))
  query.close()
  const by = options.count === true ? undefined : options.count
  if (options.json === true)
    console.log(JSON.stringify({ total, ...(by === undefined ? counts : { [by]: counts[by] }) }, null, 2))
  else console.log(countLines(counts, total, by).join('\n'))
  return skipped
}

async function follow(dir: string, options: EventsOptions): Promise<void> {
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
  const print = printer(options)
  for await (const line of followLog(dir, stop.signal)) {
    const event = parseEvent(line)
    if (event !== null && isWanted(event, filterOf(options))) await print(event)
  }
}

function filterOf({ type, conversation, since, until, grep }: EventsOptions): LogFilter {
  return {
    ...(since === undefined ? {} : { since }),
    ...(type === undefined ? {} : { type }),
    ...(conversation === undefined ? {} : { conversation }),
    ...(until === undefined ? {} : { until }),
    ...(grep === undefined ? {} : { text: grep }),
  }
}

/** Writes an event to standard output, and waits while a slow reader of a pipe catches up. */
function printer({ json, csv }: EventsOptions): (event: LoggedEvent) => Promise<void> {
  const columns = process.stdout.isTTY ? process.stdout.columns : Infinity
  const lineOf = (event: LoggedEvent) =>
    json === true ? JSON.stringify(event) : csv === true ? csvLine(event) : eventLine(event, columns)
  if (csv === true) process.stdout.write(`${CSV_HEAD}\n`)
  return async (event) => {
    if (!process.stdout.write(`${lineOf(event)}\n`))
      await new Promise((resolve) => process.stdout.once('drain', resolve))
  }
}

/** `aios events | head` has what it wants. */
function endQuietlyOnClosedPipe(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0)
    throw error
  })
}
