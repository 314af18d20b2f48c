import { Command, Option } from 'commander'
import { logFiles } from '../../provenance/log-files.ts'
import { isWanted, type LogFilter } from '../../provenance/query/log-filter.ts'
import { COUNTED_BY, type CountedBy } from '../../provenance/query/log-query.ts'
import { streamQuery } from '../../provenance/query/stream-query.ts'
import { type LoggedEvent, parseEvent } from '../../provenance/parse-line.ts'
import { readLog, type Skipped } from '../../provenance/read.ts'
import { skippedNotes } from '../../provenance/skipped-notes.ts'
import type { Settings } from '../../settings/settings.ts'
import { printable } from '../../text/printable.ts'
import { integerFromOne } from '../integer.ts'
import { LOG_HELP } from '../log-option.ts'
import { refuseUnknownSubcommand } from '../subcommand.ts'
import { sinceTime } from '../time.ts'
import { countLines } from './count.ts'
import { CSV_HEAD, csvLine } from './csv.ts'
import { followLog } from './follow.ts'
import { eventLine } from './line.ts'
import { migrateEventsCommand } from './migrate.ts'

interface EventsOptions {
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

/** `aios events`: lists, counts, follows and exports what is in the provenance log. Exit code 1 when there is no log. */
export function eventsCommand(context: () => Promise<Settings>): Command {
  return (
    new Command('events')
      .enablePositionalOptions()
      .description('list, count, follow or export the events of the provenance log, rotated parts and older forms too')
      .addOption(new Option('--tail <number>', 'only the last ones; a table shows 20').argParser(integerFromOne))
      .option('--follow', 'print events as they are appended, until interrupted')
      .addOption(new Option('--count [by]', 'count them, by everything or by one of').choices(COUNTED_BY))
      .option(
        '--type <type>',
        'only of this type: response, run, hypothesis_test, hypothesis_batch, routing_adaptation',
      )
      .option('--conversation <id>', 'only of this conversation')
      .option('--since <time>', 'from then on: 24h, 30m, 7d, or an ISO time', sinceTime)
      .option('--until <time>', 'up to then: 24h, 30m, 7d, or an ISO time', sinceTime)
      .option('--grep <text>', 'only with this text in question, reply or reason, in any case')
      .option('--log <path...>', LOG_HELP)
      .option('--json', 'print each event as a line of JSON, as it is logged')
      .option('--csv', 'print CSV, which no spreadsheet takes for formulas')
      .addHelpText(
        'after',
        '\nExamples:\n  aios events --since 24h --count\n  aios events --grep refund --tail 5\n  aios events --follow\n  aios events --type response --csv > replies.csv',
      )
      // Without it, commander reports an unknown subcommand as too many arguments.
      .argument('[command]')
      .usage('[options] [command]')
      .action(async (word: string | undefined, options: EventsOptions, command: Command) => {
        if (word !== undefined) refuseUnknownSubcommand(command, word)
        const { dir } = await context()
        refuseCombinations(options, command)
        endQuietlyOnClosedPipe()
        if (options.follow === true) return follow(dir, options)
        const from = options.log ?? dir
        if (logFiles(from).length === 0)
          throw new Error(
            `there is no log in ${printable((options.log ?? [dir]).join(', '))}: run the goldens first: npx vitest run goldens`,
          )
        const skipped = await (options.count === undefined ? list(from, options) : count(from, options))
        for (const note of skippedNotes(skipped)) console.error(`note: ${printable(note, { max: 400 })}`)
      })
      .addCommand(migrateEventsCommand(context))
  )
}

function refuseCombinations({ follow, count, tail, json, csv, log }: EventsOptions, command: Command): void {
  const both = (a: string, b: string) => command.error(`error: give ${a} or ${b}, not both`)
  if (json === true && csv === true) both('--json', '--csv')
  if (follow === true && count !== undefined) both('--follow', '--count')
  if (follow === true && tail !== undefined) both('--follow', '--tail')
  if (follow === true && log !== undefined) both('--follow', '--log')
  if (count !== undefined && csv === true) both('--count', '--csv')
}

async function list(from: string | readonly string[], options: EventsOptions): Promise<Skipped> {
  const { events, skipped } = readLog(from, options.since === undefined ? {} : { since: options.since })
  const isTable = options.json !== true && options.csv !== true
  const tail = options.tail ?? (isTable ? USUAL_TAIL : Infinity)
  const last: LoggedEvent[] = []
  let left = 0
  const print = printer(options)
  for await (const event of events) {
    if (!isWanted(event, filterOf(options))) continue
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
  const { counts, total, skipped } = await streamQuery(from).counts(filterOf(options))
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
