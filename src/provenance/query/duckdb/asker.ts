import { CLOCK_SKEW_MS, wallMs } from '../../../clock.ts'
import type { EventFacts } from '../../event-facts.ts'
import type { LogFilter } from '../log-filter.ts'
import type { FactName } from '../log-query.ts'
import { parseStored } from './byte-order-mark.ts'
import { conditionOf, type SqlCondition } from './condition.ts'
import type { Connection, DuckDb, ResultRow } from './engine.ts'
import type { LoadedLog } from './loaded-log.ts'
import type { LogPart } from './log-part.ts'
import { column, eventsOf, foldedRows, type RowSource, rowsOf } from './relation.ts'
import type { TextMatches } from './text-matches.ts'

type Values = SqlCondition['values']

/** Columns that a later judgement changes. */
const NEEDS_VERDICT = /verdict|judge/

/** What an asker asks. */
export interface AskerOptions {
  connection: Connection
  log: LoadedLog
  matches: TextMatches
  filter: LogFilter
  listValue: DuckDb['listValue']
  /** Events of which all quantiles are taken at once, which holds some 30 bytes for each; of more, one measure after the other. */
  mostAtOnce: number
}

/** Asks for rows of the events that match a filter. */
export class Asker {
  readonly log: LoadedLog
  readonly since: Date | undefined
  /** The latest time of an event that counts where there is a first one. */
  readonly latest = wallMs() + CLOCK_SKEW_MS
  readonly #options: AskerOptions
  readonly #condition: SqlCondition

  constructor(options: AskerOptions) {
    this.#options = options
    this.log = options.log
    this.since = options.filter.since
    this.#condition = conditionOf(options.filter, { latest: this.latest })
  }

  /** Before the first query: finds the events with the text of the filter. */
  async prepare(): Promise<void> {
    const { filter, matches } = this.#options
    if (filter.text === undefined) return
    const time = { ...(filter.since && { since: filter.since }), ...(filter.until && { until: filter.until }) }
    const { source, values } = await this.#source((part) => this.#isInTime(part))
    await matches.find(filter.text, {
      time,
      version: this.log.version,
      // A later query may count events that are still in the future now.
      condition: conditionOf(time, { latest: Infinity }),
      rows: { sql: rowsOf(source), values },
    })
  }

  /** `rest`: the clauses after the condition. */
  async rows(columns: string, rest = '', values: Values = {}): Promise<ResultRow[]> {
    const { sql, values: own } = await this.#events(columns, rest)
    return this.#all(sql, { ...own, ...values })
  }

  /**
   * As `rows`, of a query over the events as the table `found`, which is read each time it is named, so that memory does not
   * grow with it.
   */
  async rowsOver(query: string, columns: string, rest: string, values: Values = {}): Promise<ResultRow[]> {
    const { sql, values: own } = await this.#events(columns, rest)
    return this.#all(`WITH found AS NOT MATERIALIZED (${sql}) ${query}`, { ...own, ...values })
  }

  /** Whether the time of the filter has so many events that memory matters more than time. */
  get isLarge(): boolean {
    return this.estimatedEvents > this.#options.mostAtOnce
  }

  /** About how many events are in the time of the filter. */
  get estimatedEvents(): number {
    const { since, until } = this.#options.filter
    const [from, to] = [since?.getTime() ?? -Infinity, until?.getTime() ?? Infinity]
    const inParts = this.log.parts
      .filter((part) => this.#isInTime(part))
      .map(({ times, lines }) => {
        const [first, last] = times ?? [0, 0]
        return last === first ? lines : (lines * (Math.min(last, to) - Math.max(first, from))) / (last - first)
      })
    const rest = this.log.files.map(({ rest: { lines } }) => lines)
    return [...inParts, ...rest].reduce((sum, lines) => sum + lines, 0)
  }

  /** Rows of few events, in no particular order: only their verdicts are looked up. `later` is a verdict that replaced one. */
  async someRows(columns: readonly string[], rest: string, values: Values = {}): Promise<ResultRow[]> {
    const { sql, values: own } = await this.#some(columns, rest)
    return this.#all(sql, { ...own, ...values })
  }

  /**
   * As `someRows`, column by column, from JSON: a text for each column is converted in a third of the time that its values
   * take.
   */
  async someColumns(
    facts: readonly FactName[],
    rest: string,
    values: Values = {},
  ): Promise<Partial<Record<FactName, unknown[]>>> {
    const { sql, values: own } = await this.#some(facts.map(column), rest)
    const lists = facts.map((fact) => `coalesce(to_json(list(${column(fact)}))::VARCHAR, '[]') AS ${column(fact)}`)
    const [row = {}] = await this.#all(`SELECT ${lists.join(', ')} FROM (${sql})`, { ...own, ...values })
    return Object.fromEntries(Object.entries(row).map(([fact, list]) => [fact, parseStored(String(list)) as unknown[]]))
  }

  /** Rows of any kind in some Parquet files and after them, with the verdicts as they were logged, whatever the filter. */
  async rawRows(
    columns: string,
    condition: string,
    { values = {}, isWanted = () => true }: { values?: Values; isWanted?: (part: LogPart) => boolean } = {},
  ): Promise<ResultRow[]> {
    const { source, values: own } = await this.#source(isWanted)
    return this.#all(`SELECT ${columns} FROM (${rowsOf(source)}) WHERE ${condition}`, { ...own, ...values })
  }

  /** The facts of the events, in batches, on a connection that no other query uses. */
  async stream<K extends FactName>(
    facts: readonly K[],
    connection: Connection,
  ): Promise<AsyncIterable<Pick<EventFacts, K>[]>> {
    const { sql, values } = await this.#events(facts.map(column).join(', '), '')
    const result = await connection.stream(sql, values)
    return result.yieldRowObjectJs() as AsyncIterable<never[]>
  }

  async #some(columns: readonly string[], rest: string): Promise<SqlCondition> {
    const names = new Set([...columns, 'judgeable', '"message"', '"verdict"'])
    const { sql, values } = await this.#events([...names].join(', '), rest, NEEDS_VERDICT.test(rest))
    return { sql: foldedRows(sql), values }
  }

  /** `folds`: whether the columns need the last verdicts; looking them up takes longer than the rest. */
  async #events(columns: string, rest: string, folds = NEEDS_VERDICT.test(columns + rest)): Promise<SqlCondition> {
    const { source, values } = await this.#source((part) => !part.isRecent && this.#isInTime(part))
    const { sql, values: own } = this.#condition
    const hasRecent = this.log.parts.some(({ isRecent }) => isRecent)
    const events = eventsOf({ ...source, hasRecent }, { folds: folds || NEEDS_VERDICT.test(sql) })
    return { sql: `SELECT ${columns} FROM ${events} WHERE ${sql} ${rest}`, values: { ...values, ...own } }
  }

  /** Whether a Parquet file has times in the window of the filter. */
  #isInTime({ times }: LogPart): boolean {
    const { since, until } = this.#options.filter
    if (times === null) return false
    const [first, last] = times
    return last >= (since?.getTime() ?? -Infinity) && first <= (until?.getTime() ?? Infinity)
  }

  async #source(isWanted: (part: LogPart) => boolean): Promise<{ source: RowSource; values: Values }> {
    const parts = this.log.parts.filter(isWanted)
    if (parts.length === 0) return { source: { hasParts: false }, values: {} }
    await this.log.check(parts)
    const patterns = parts.map(({ pattern }) => pattern)
    return { source: { hasParts: true }, values: { parts: this.#options.listValue(patterns) } }
  }

  async #all(sql: string, values: Values): Promise<ResultRow[]> {
    return rowsOfColumns((await this.#options.connection.runAndReadAll(sql, values)).getColumnsObjectJS())
  }
}

/** Rows of columns: DuckDB takes twice as long to make them. */
function rowsOfColumns(columns: Readonly<Record<string, readonly unknown[]>>): ResultRow[] {
  const entries = Object.entries(columns)
  return Array.from({ length: entries[0]?.[1].length ?? 0 }, (_, row) => {
    const values: ResultRow = {}
    for (const [name, column] of entries) values[name] = column[row]
    return values
  })
}
