import type { FactName } from '../log-query.ts'
import { originalText } from './byte-order-mark.ts'

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
 * Columns of rows beside the facts, in the order of the tables. `offset`: bytes of text before the line; `judgeable`: a
 * later judgement replaces the verdict; `backend`: of a run; the texts of an event, the reason of a judgement (`text3`), and
 * why an older event is set aside (`text1`).
 */
const ROW_COLUMNS =
  'kind VARCHAR, "offset" DOUBLE, judgeable BOOLEAN, backend VARCHAR, text1 VARCHAR, text2 VARCHAR, text3 VARCHAR'

const COLUMNS = `${ROW_COLUMNS}, ${FACTS.map((fact) => `${column(fact)} ${FACT_TYPES[fact]}`).join(', ')}`
/** Orders messages at random, the same each time: the beginning of their hash, as a number from 0 to 1. */
const SAMPLE = `('0x' || md5(coalesce(${originalText('"message"')}, ''))[1:13])::UBIGINT / 2 ** 52`
const COLUMN_NAMES = `kind, "offset", judgeable, backend, text1, text2, text3, ${FACTS.map(column).join(', ')}`

/** Rows that are in no Parquet file, by file; `torn`: of a line that may not be complete. */
const UNSAVED_COLUMNS = `file VARCHAR, torn BOOLEAN, ${COLUMNS}`

/**
 * `tail`: rows that are not in a Parquet file. `staging`: those of the file that is being read. `judged`: the judgements in
 * Parquet files, by the hash of the path. `judgements`: the last of each reply, `tail_judgements` those of replies in
 * `tail`. `parts`: the place of each Parquet file, and of each file with rows in `tail`, in the order of the log.
 */
export const TABLES = `
  CREATE TABLE tail (${UNSAVED_COLUMNS});
  CREATE TABLE staging (${UNSAVED_COLUMNS});
  CREATE TABLE judged (part UBIGINT, "offset" DOUBLE, msg_id VARCHAR, "time" DOUBLE, verdict VARCHAR, judge VARCHAR, why VARCHAR);
  CREATE TABLE judgements (msg_id VARCHAR, verdict VARCHAR, judge VARCHAR, why VARCHAR);
  CREATE TABLE tail_judgements (msg_id VARCHAR, verdict VARCHAR, judge VARCHAR, why VARCHAR);
  CREATE TABLE parts (part VARCHAR, place DOUBLE)`

/** Empties `staging`, and frees its memory. */
export const NEW_STAGING = `CREATE OR REPLACE TABLE staging (${UNSAVED_COLUMNS})`

/** Adds the rows of `staging` to `tail`. */
export const KEEP_STAGING = 'INSERT INTO tail FROM staging'

/** Makes `staging` the table `tail`, which copies no rows. */
export const STAGING_AS_TAIL = `DROP TABLE tail; ALTER TABLE staging RENAME TO tail; CREATE TABLE staging (${UNSAVED_COLUMNS})`

/** The rows of a file that are not in a Parquet file yet. */
function unsaved(identity: string): string {
  const tail = `SELECT ${COLUMN_NAMES} FROM tail WHERE file = ${quoted(identity)} AND NOT torn`
  return `(${tail} UNION ALL SELECT ${COLUMN_NAMES} FROM staging)`
}

/** Writes the rows of a file that are not in a Parquet file yet to one. */
export function saveUnsaved(identity: string, path: string): string {
  return `COPY (SELECT *, ${SAMPLE} AS sample FROM ${unsaved(identity)}) TO ${quoted(path)} (FORMAT parquet, COMPRESSION zstd)`
}

/** Writes the judgements among them to a Parquet file of their own. */
export function saveJudgements(identity: string, path: string): string {
  const names = '"offset", "message", "time", "verdict", "judge", text3'
  return `COPY (SELECT ${names} FROM ${unsaved(identity)} WHERE kind = 'judgement') TO ${quoted(path)} (FORMAT parquet, COMPRESSION zstd)`
}

/** Times of the first and the last event in a Parquet file, how many older events are set aside, and how many judgements are there. */
export const PART_FACTS = `
  SELECT min("time") FILTER (WHERE kind <> 'judgement') AS "first", max("time") FILTER (WHERE kind <> 'judgement') AS "last",
    (count(*) FILTER (WHERE kind = 'aside'))::DOUBLE AS aside, (count(*) FILTER (WHERE kind = 'judgement'))::DOUBLE AS judgements
  FROM read_parquet($path)`

/** A text as a literal of SQL. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

/** Which rows a query reads. */
export interface RowSource {
  /** Whether it has Parquet files, the parameter `$parts`. */
  hasParts: boolean
  /** Whether it has the events in memory too. Default false. They have no texts. */
  hasRecent?: boolean
}

/** Rows of Parquet files and of `tail`; `part` is the Parquet file of a row, or the log file of a row in `tail`. */
export function rowsOf({ hasParts }: RowSource): string {
  return hasParts ? `${PARQUET} UNION ALL ${TAIL}` : TAIL
}

const PARQUET = `SELECT part, sample, ${COLUMN_NAMES} FROM read_parquet($parts, filename = 'part')`
const TAIL = `SELECT file AS part, ${SAMPLE} AS sample, ${COLUMN_NAMES} FROM tail`

const JUDGED = (part: string) =>
  `hash(${part}) AS part, "offset", "message" AS msg_id, "time", "verdict" AS verdict, "judge" AS judge, text3 AS why`

/** Ends the names of the Parquet files with judgements, which begin with the name of the one with all rows. */
export const JUDGEMENTS_SUFFIX = '.judgements.parquet'

/** Adds the judgements in `$judgements`, files with such a name, to `judged`. */
export const ADD_JUDGED = `
  INSERT INTO judged SELECT ${JUDGED(`replace(part, '${JUDGEMENTS_SUFFIX}', '.parquet')`)}
  FROM read_parquet($judgements, filename = 'part')`

/** The last judgement of each reply; of several at the same time the last one in the log, and one after `$latest` only alone. */
export const LAST_JUDGEMENTS = `
  CREATE OR REPLACE TABLE judgements AS
  SELECT msg_id, verdict, judge, why
  FROM (FROM judged UNION ALL SELECT ${JUDGED('file')} FROM tail WHERE kind = 'judgement')
    JOIN (SELECT hash(part) AS part, place FROM parts) USING (part)
  QUALIFY row_number() OVER (
    PARTITION BY msg_id ORDER BY CASE WHEN "time" <= $latest THEN "time" ELSE -1e300 END DESC, place DESC, "offset" DESC
  ) = 1`

/** The last judgements of the replies in `tail`: to look up few rows among those of all replies takes longer. */
export const TAIL_JUDGEMENTS = `
  CREATE OR REPLACE TABLE tail_judgements AS
  FROM judgements WHERE msg_id IN (SELECT "message" FROM tail)`

const FOLDED = new Map<string, string>([
  ['verdict', 'verdict'],
  ['judge', 'judge'],
])
const IS_FOLDED = 'e.judgeable AND j.msg_id IS NOT NULL'

/** Columns of events beside the facts: their places, and what rows have of them. */
const OTHERS = ['part', '"offset"', 'judgeable', 'backend', 'sample']

/** The facts of rows `e` with the last judgement `j` of each, and their places. */
function foldedColumns(): string {
  const facts = FACTS.map((fact) => {
    const folded = FOLDED.get(fact)
    return folded === undefined
      ? `e.${column(fact)}`
      : `CASE WHEN ${IS_FOLDED} THEN j.${folded} ELSE e.${column(fact)} END AS ${column(fact)}`
  })
  return [...OTHERS.map((name) => `e.${name}`), ...facts].join(', ')
}

/**
 * All events: rows with their places, all facts, the backend of a run, and three texts, with the last verdict of each reply
 * where `folds` is set. Otherwise the rows may have any of its verdicts.
 */
export function eventsOf(source: RowSource, { folds }: { folds: boolean }): string {
  const names = [...OTHERS, ...FACTS.map(column)].join(', ')
  const folded = (some: string, judgements: string) => `
    SELECT ${foldedColumns()}, e.text1, e.text2, CASE WHEN ${IS_FOLDED} THEN j.why ELSE e.text3 END AS text3
    FROM (${some}) e LEFT JOIN ${judgements} j ON e."message" = j.msg_id
    WHERE e.kind = 'event'`
  const inParts = source.hasParts ? [folded(PARQUET, 'judgements')] : []
  const rows = folds
    ? [...inParts, folded(TAIL, 'tail_judgements')].join(' UNION ALL ')
    : `SELECT ${names}, text1, text2, text3 FROM (${rowsOf(source)}) WHERE kind = 'event'`
  const recent = `SELECT ${names}, NULL AS text1, NULL AS text2, NULL AS text3 FROM recent`
  return source.hasRecent === true ? `(${rows} UNION ALL ${recent})` : `(${rows})`
}

/** Some rows of events with the last verdict of each reply. They have the columns `judgeable`, `message` and `verdict`. */
export function foldedRows(rows: string): string {
  return `
    SELECT e.* REPLACE (CASE WHEN j.msg_id IS NULL THEN e."verdict" ELSE j.verdict END AS "verdict"), j.verdict AS later, j.judge, j.why
    FROM (${rows}) e LEFT JOIN judgements j ON j.msg_id = CASE WHEN e.judgeable THEN e."message" END`
}

/** The events of Parquet files in memory, without their texts. */
export const RECENT = `
  CREATE TABLE recent (part VARCHAR, "offset" DOUBLE, judgeable BOOLEAN, backend VARCHAR, sample DOUBLE,
    ${FACTS.map((fact) => `${column(fact)} ${FACT_TYPES[fact]}`).join(', ')})`

/** Adds the events of `$parts` to those in memory. */
export const ADD_RECENT = `
  INSERT INTO recent BY NAME
  SELECT ${foldedColumns()}
  FROM (${PARQUET}) e LEFT JOIN judgements j ON e."message" = j.msg_id
  WHERE e.kind = 'event'`

/** Replaces the verdicts of the events in memory that changed since the table `judgements_before` was made. */
export const FOLD_RECENT = `
  UPDATE recent e SET verdict = j.verdict, judge = j.judge
  FROM (SELECT msg_id, verdict, judge FROM judgements EXCEPT SELECT msg_id, verdict, judge FROM judgements_before) j
  WHERE e.judgeable AND e."message" = j.msg_id`
