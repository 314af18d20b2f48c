import { CLOCK_SKEW_MS, wallMs } from '../../../clock.ts'
import type { EventFacts } from '../../event-facts.ts'
import type { LogFilter } from '../log-filter.ts'
import type { FactName } from '../log-query.ts'
import type { Connection, DuckDb, Parameter, ResultRow } from './engine.ts'
import type { LoadedLog } from './loaded-log.ts'
import { column, type SqlCondition, conditionOf, eventsOf, REPLIES } from './relation.ts'

/** Asks for rows of the events that match a filter. */
export class Asker {
  readonly log: LoadedLog
  readonly since: Date | undefined
  /** The latest time of an event that counts where there is a first one. */
  readonly latest = wallMs() + CLOCK_SKEW_MS
  readonly #connection: Connection
  readonly #condition: SqlCondition

  constructor(connection: Connection, log: LoadedLog, filter: LogFilter, listValue: DuckDb['listValue']) {
    this.#connection = connection
    this.log = log
    this.since = filter.since
    this.#condition = conditionOf(filter, { latest: this.latest, listValue })
  }

  /** `rest`: the clauses after the condition. */
  async rows(columns: string, rest = '', values: SqlCondition['values'] = {}): Promise<ResultRow[]> {
    return this.#read(columns, this.#condition.sql, rest, { ...this.#condition.values, ...values })
  }

  /** Compares the replies of files that changed with what DuckDB finds in them. Rejects where they differ. */
  async check(): Promise<void> {
    const files = this.log.unchecked
    if (files === null) return
    const sql = `SELECT file, count(*)::DOUBLE AS n FROM (${REPLIES}) GROUP BY file`
    const reader = await this.#connection.runAndReadAll(sql, { files })
    await this.log.check(new Map(reader.getRowObjectsJS().map(({ file, n }) => [String(file), Number(n)])))
  }

  /** Rows of all events, by file and whether the filter matches; compares the replies on the way. */
  async checkedCounts(facts: string): Promise<ResultRow[]> {
    const columns = `file, (${this.#condition.sql}) AS wanted, ${facts}`
    const rows = await this.#read(columns, 'true', 'GROUP BY ALL', this.#condition.values)
    const found = new Map<string, number>()
    for (const { file, n } of rows) found.set(String(file), (found.get(String(file)) ?? 0) + Number(n))
    await this.log.check(found)
    return rows.filter(({ wanted }) => wanted === true)
  }

  /** Rows of all events with a later time than that, whatever the filter. */
  async later(columns: string, time: number): Promise<ResultRow[]> {
    return this.#read(columns, '"time" > $later', '', { later: time })
  }

  /** The facts of the events, in batches. */
  async stream<K extends FactName>(facts: readonly K[]): Promise<AsyncIterable<Pick<EventFacts, K>[]>> {
    const { sql, values } = this.#query(facts.map(column).join(', '), this.#condition.sql, '', this.#condition.values)
    const result = await this.#connection.stream(sql, values)
    return result.yieldRowObjectJs() as AsyncIterable<never[]>
  }

  async #read(columns: string, where: string, rest: string, given: SqlCondition['values']): Promise<ResultRow[]> {
    const { sql, values } = this.#query(columns, where, rest, given)
    return (await this.#connection.runAndReadAll(sql, values)).getRowObjectsJS()
  }

  #query(columns: string, where: string, rest: string, values: SqlCondition['values']) {
    const files: Parameter | null = this.log.paths
    return {
      sql: `SELECT ${columns} FROM ${eventsOf({ hasReplies: files !== null })} WHERE ${where} ${rest}`,
      values: files === null ? values : { ...values, files },
    }
  }
}
