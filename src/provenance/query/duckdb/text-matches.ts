import { caseless, type LogFilter } from '../log-filter.ts'
import type { SqlCondition } from './condition.ts'
import type { Connection } from './engine.ts'

/** Where to find a text. */
interface TextSearch {
  time: Pick<LogFilter, 'since' | 'until'>
  /** Of the rows of the log. */
  version: number
  /** The time as a condition. */
  condition: SqlCondition
  /** The rows with their texts, with the verdicts as they were logged. */
  rows: SqlCondition
}

/** The table `matches`: places of the events with a text. Queries with the same text and other facts use it again. */
export class TextMatches {
  readonly #connection: Connection
  #found: { text: string; version: number; since: number; until: number } | null = null

  constructor(connection: Connection) {
    this.#connection = connection
  }

  /** Fills the table, where it does not have these events. */
  async find(text: string, { time, version, condition, rows }: TextSearch): Promise<void> {
    const [since, until] = [time.since?.getTime() ?? -Infinity, time.until?.getTime() ?? Infinity]
    const found = this.#found
    if (found?.text === text && found.version === version && found.since <= since && found.until >= until) return
    this.#found = null
    const wanted = caseless(text)
    const has = (name: string) => `coalesce(contains(${caselessSql(name, wanted)}, $text), false)`
    const events = `(${rows.sql}) WHERE kind = 'event' AND ${condition.sql}`
    // A judgement replaces the reason. To look it up for each event takes as long as to read the texts.
    await this.#connection.run(
      `CREATE OR REPLACE TABLE matches AS
        WITH texts AS MATERIALIZED (
          SELECT hash(part) AS part, "offset", judgeable, "message", ${has('text1')} OR ${has('text2')} AS stays, ${has('text3')} AS reason
          FROM ${events} AND (stays OR reason)
        )
        SELECT part, "offset" FROM texts
        WHERE stays OR NOT judgeable OR "message" NOT IN (SELECT msg_id FROM judgements)
        UNION ALL
        SELECT hash(part) AS part, "offset" FROM ${events}
          AND judgeable AND "message" IN (SELECT msg_id FROM judgements WHERE ${has('why')})`,
      { ...rows.values, ...condition.values, text: wanted },
    )
    this.#found = { text, version, since, until }
  }
}

/** The counterpart of `caseless` in SQL, as far as it matters where a text is looked for. */
function caselessSql(name: string, text: string): string {
  const sigma = text.includes('σ') ? `replace(lower(${name}), 'ς', 'σ')` : `lower(${name})`
  return text.includes('i') || text.includes('\u0307') ? `replace(${sigma}, 'i̇', 'i')` : sigma
}
