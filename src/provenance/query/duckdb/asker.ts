import { CLOCK_SKEW_MS, wallMs } from '../../../clock.ts'
import type { EventFacts } from '../../event-facts.ts'
import type { LogFilter } from '../log-filter.ts'
import type { FactName } from '../log-query.ts'
import type { Connection, DuckDb, ResultRow } from './engine.ts'
import type { LoadedLog } from './loaded-log.ts'
import { column, type SqlCondition, conditionOf, eventsOf, rowsOf } from './relation.ts'

type Values = SqlCondition['values']

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
  async rows(columns: string, rest = '', values: Values = {}): Promise<ResultRow[]> {
    const { sql, values: own } = this.#events(columns, rest)
    return this.#all(sql, { ...own, ...values })
  }

  /** Rows of any kind, with the verdicts as they were logged, whatever the filter. */
  async rawRows(columns: string, condition: string, values: Values = {}): Promise<ResultRow[]> {
    return this.#all(`SELECT ${columns} FROM (${rowsOf(this.#parts)}) WHERE ${condition}`, {
      ...this.#parts.values,
      ...values,
    })
  }

  /** The facts of the events, in batches, on a connection that no other query uses. */
  async stream<K extends FactName>(
    facts: readonly K[],
    connection: Connection,
  ): Promise<AsyncIterable<Pick<EventFacts, K>[]>> {
    const { sql, values } = this.#events(facts.map(column).join(', '), '')
    const result = await connection.stream(sql, values)
    return result.yieldRowObjectJs() as AsyncIterable<never[]>
  }

  #events(columns: string, rest: string): SqlCondition {
    const { sql, values } = this.#condition
    return {
      sql: `SELECT ${columns} FROM ${eventsOf(this.#parts)} WHERE ${sql} ${rest}`,
      values: { ...this.#parts.values, ...values },
    }
  }

  get #parts(): { hasParts: boolean; values: Values } {
    const { parts } = this.log
    return { hasParts: parts !== null, values: parts === null ? {} : { parts } }
  }

  async #all(sql: string, values: Values): Promise<ResultRow[]> {
    return (await this.#connection.runAndReadAll(sql, values)).getRowObjectsJS()
  }
}
