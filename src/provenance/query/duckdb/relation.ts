import type { FactName } from '../log-query.ts'
import { caseless, FILTERED_BY, type LogFilter } from '../log-filter.ts'
import type { DuckDb, Parameter } from './engine.ts'

/** The facts of an event by their type in SQL. */
const FACT_TYPES: Readonly<Record<FactName, 'DOUBLE' | 'VARCHAR' | 'BOOLEAN'>> = {
  time: 'DOUBLE',
  type: 'VARCHAR',
  older: 'BOOLEAN',
  run: 'VARCHAR',
  conversation: 'VARCHAR',
  message: 'VARCHAR',
  set: 'VARCHAR',
  golden: 'VARCHAR',
  trait: 'VARCHAR',
  hypothesis: 'VARCHAR',
  configuration: 'VARCHAR',
  source: 'VARCHAR',
  bucket: 'VARCHAR',
  model: 'VARCHAR',
  verdict: 'VARCHAR',
  judge: 'VARCHAR',
  origin: 'VARCHAR',
  retry: 'DOUBLE',
  weight: 'DOUBLE',
  boundary: 'DOUBLE',
  propensity: 'DOUBLE',
  insteadOf: 'VARCHAR',
  off: 'VARCHAR',
  failure: 'VARCHAR',
  latencyMs: 'DOUBLE',
  firstTokenMs: 'DOUBLE',
  tokensPerSecond: 'DOUBLE',
  completionTokens: 'DOUBLE',
}

export const FACTS = Object.keys(FACT_TYPES) as FactName[]

/** A fact as a column; its name may be a word of SQL. */
export function column(fact: FactName): string {
  return `"${fact}"`
}

/** What a row of the log is: an event, a judgement of a reply, or an older event that is set aside. */
export type RowKind = 'event' | 'judgement' | 'aside'

/**
 * Columns of rows beside the facts, in the order of the tables. `offset`: bytes of text before the line; `judgeable`: a later judgement replaces the verdict; `backend`: of a run; the texts of an event, the
 * reason of a judgement (`text3`), and why an older event is set aside (`text1`).
 */
const ROW_COLUMNS =
  'kind VARCHAR, "offset" DOUBLE, judgeable BOOLEAN, backend VARCHAR, text1 VARCHAR, text2 VARCHAR, text3 VARCHAR'

const COLUMNS = `${ROW_COLUMNS}, ${FACTS.map((fact) => `${column(fact)} ${FACT_TYPES[fact]}`).join(', ')}`
const COLUMN_NAMES = `kind, "offset", judgeable, backend, text1, text2, text3, ${FACTS.map(column).join(', ')}`

/**
 * `tail`: rows that are not in a Parquet file, by file; `torn`: of a line that may not be complete. `staging`: rows of the
 * file that is being read. `judgements`: the last of each reply. `parts`: the place of each Parquet file, and of each file
 * with rows in `tail`, in the order of the log.
 */
export const TABLES = `
  CREATE TABLE tail (file VARCHAR, torn BOOLEAN, ${COLUMNS});
  CREATE TABLE staging (${COLUMNS});
  CREATE TABLE judgements (msg_id VARCHAR, verdict VARCHAR, judge VARCHAR, why VARCHAR);
  CREATE TABLE parts (part VARCHAR, place DOUBLE)`

/** Empties `staging`, and frees its memory. */
export const NEW_STAGING = `CREATE OR REPLACE TABLE staging (${COLUMNS})`

/** Moves the rows of `staging` to `tail`. */
export const KEEP_STAGING = `INSERT INTO tail BY NAME SELECT $identity AS file, false AS torn, * FROM staging`

/** Writes the rows of a file that are not in a Parquet file yet to one. */
export function saveUnsaved(identity: string, path: string): string {
  const tail = `SELECT ${COLUMN_NAMES} FROM tail WHERE file = ${quoted(identity)} AND NOT torn`
  return `COPY (${tail} UNION ALL SELECT ${COLUMN_NAMES} FROM staging) TO ${quoted(path)} (FORMAT parquet, COMPRESSION zstd)`
}

/** A text as a literal of SQL. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

/** All rows; `part` is the Parquet file of a row, or the log file of a row in `tail`. */
export function rowsOf({ hasParts }: { hasParts: boolean }): string {
  const tail = `SELECT file AS part, ${COLUMN_NAMES} FROM tail`
  if (!hasParts) return tail
  return `SELECT part, ${COLUMN_NAMES} FROM read_parquet($parts, filename = 'part') UNION ALL ${tail}`
}

/** The last judgement of each reply; of several at the same time the last one in the log, and one after `$latest` only alone. */
export function judgementsOf(options: { hasParts: boolean }): string {
  const order = `{"at": CASE WHEN "time" <= $latest THEN "time" ELSE -1e300 END, "place": place, "offset": "offset"}`
  return `
    CREATE OR REPLACE TABLE judgements AS
    SELECT msg_id, last.verdict AS verdict, last.judge AS judge, last.why AS why
    FROM (
      SELECT "message" AS msg_id, arg_max({"verdict": "verdict", "judge": "judge", "why": text3}, ${order}) AS last
      FROM (${rowsOf(options)}) JOIN parts USING (part)
      WHERE kind = 'judgement'
      GROUP BY 1
    )`
}

const FOLDED = new Map<string, string>([
  ['verdict', 'verdict'],
  ['judge', 'judge'],
])
const IS_FOLDED = 'e.judgeable AND j.msg_id IS NOT NULL'

/** All events with the last verdict of each reply: rows with all facts, three texts, the backend of a run, and their places. */
export function eventsOf(options: { hasParts: boolean }): string {
  const columns = FACTS.map((fact) => {
    const folded = FOLDED.get(fact)
    return folded === undefined
      ? `e.${column(fact)}`
      : `CASE WHEN ${IS_FOLDED} THEN j.${folded} ELSE e.${column(fact)} END AS ${column(fact)}`
  })
  return `(
    SELECT ${columns.join(', ')}, e.part, e."offset", ${IS_FOLDED} AS folded, e.backend, e.text1, e.text2, CASE WHEN ${IS_FOLDED} THEN j.why ELSE e.text3 END AS text3
    FROM (${rowsOf(options)}) e
    LEFT JOIN judgements j ON e."message" = j.msg_id
    WHERE e.kind = 'event'
  )`
}

/** A condition with its parameters. */
export interface SqlCondition {
  sql: string
  values: Record<string, Parameter>
}

/** A filter as a condition on the columns of the events; `latest`: the latest time of an event where there is a first one. */
export function conditionOf(
  { since, until, text, ...facts }: LogFilter,
  { latest, listValue }: { latest: number; listValue: DuckDb['listValue'] },
): SqlCondition {
  const parts: string[] = ['true']
  const values: Record<string, Parameter> = {}
  if (since !== undefined) {
    parts.push('"time" BETWEEN $since AND $latest')
    Object.assign(values, { since: since.getTime(), latest })
  }
  if (until !== undefined) {
    parts.push('"time" <= $until')
    values['until'] = until.getTime()
  }
  for (const by of FILTERED_BY) {
    const value = facts[by]
    if (value === undefined) continue
    const wanted = [value].flat()
    const known = wanted.filter((each) => each !== null)
    const either = known.length < wanted.length ? [`${column(by)} IS NULL`] : []
    if (known.length > 0) {
      either.push(`coalesce(list_contains($by_${by}, ${column(by)}), false)`)
      values[`by_${by}`] = listValue(known)
    }
    parts.push(`(${['false', ...either].join(' OR ')})`)
  }
  if (text !== undefined) {
    const each = ['text1', 'text2', 'text3'].map((name) => `contains(${caselessSql(name)}, $text)`)
    parts.push(`(${each.map((sql) => `coalesce(${sql}, false)`).join(' OR ')})`)
    values['text'] = caseless(text)
  }
  return { sql: parts.join(' AND '), values }
}

/** The counterpart of `caseless` in SQL. */
function caselessSql(name: string): string {
  return `replace(replace(lower(${name}), 'ς', 'σ'), 'i̇', 'i')`
}
