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

const REPLY_COLUMNS = `{
  schema_version: 'VARCHAR', event_type: 'VARCHAR', ts: 'VARCHAR', run_id: 'VARCHAR', conv_id: 'VARCHAR',
  msg_id: 'VARCHAR', golden: 'STRUCT("set" VARCHAR, id VARCHAR, trait VARCHAR)', retry: 'DOUBLE',
  configuration: 'VARCHAR', hypothesis: 'VARCHAR', question: 'VARCHAR', reply: 'VARCHAR', source: 'VARCHAR',
  model: 'STRUCT(asked VARCHAR)',
  route: 'STRUCT(weight DOUBLE, bucket VARCHAR, boundary DOUBLE, propensity DOUBLE, "off" VARCHAR)',
  instead_of: 'STRUCT(source VARCHAR)',
  timings: 'STRUCT(first_token_ms DOUBLE, total_ms DOUBLE, tokens_per_second DOUBLE)',
  tokens: 'STRUCT(completion DOUBLE)', verdict: 'VARCHAR', judged_by: 'VARCHAR', why: 'VARCHAR',
  failure: 'STRUCT(cause VARCHAR, evidence VARCHAR)', origin: 'VARCHAR'
}`

/**
 * The plain replies in the files of `$files`, as rows of facts. DuckDB returns a row of nulls for a line that is not JSON; the
 * conditions leave it out, with the lines that `FileScan` reports as others.
 */
export const REPLIES = `
  SELECT
    file, epoch_ms(try_cast(ts AS TIMESTAMP))::DOUBLE AS "time", 'response' AS "type", false AS "older",
    run_id AS "run", conv_id AS "conversation", msg_id AS "message", golden."set" AS "set", golden.id AS "golden",
    golden.trait AS "trait", hypothesis AS "hypothesis", configuration AS "configuration", source AS "source",
    route.bucket AS "bucket", model.asked AS "model", verdict AS "verdict", judged_by AS "judge", origin AS "origin",
    retry AS "retry", route.weight AS "weight", route.boundary AS "boundary", route.propensity AS "propensity",
    instead_of.source AS "insteadOf", route."off" AS "off", timings.total_ms AS "latencyMs",
    timings.first_token_ms AS "firstTokenMs", timings.tokens_per_second AS "tokensPerSecond",
    tokens.completion AS "completionTokens", verdict <> 'unmeasured' AS judgeable, NULL::VARCHAR AS backend,
    question AS text1,
    CASE WHEN verdict = 'unmeasured' THEN 'could not be measured: ' || failure.cause || ': ' || failure.evidence
      ELSE reply END AS text2,
    why AS text3
  FROM read_json($files, format = 'newline_delimited', ignore_errors = true, filename = 'file',
    columns = ${REPLY_COLUMNS})
  WHERE event_type = 'response' AND schema_version = '2.0' AND length(ts) = 24 AND ends_with(ts, 'Z')
    AND try_cast(ts AS TIMESTAMP) IS NOT NULL AND run_id IS NOT NULL AND conv_id IS NOT NULL AND msg_id IS NOT NULL
    AND source IN ('main_model', 'embedder') AND model.asked IS NOT NULL AND route.weight IS NOT NULL
    AND route.bucket IN ('control', 'treatment') AND route.boundary IS NOT NULL AND route.propensity IS NOT NULL
    AND retry IS NOT NULL AND origin IN ('measured', 'replayed')
    AND verdict IN ('pass', 'fail', 'unjudged', 'unmeasured')
    AND (verdict = 'unmeasured') = (timings.total_ms IS NULL)
    AND (golden IS NULL OR (golden."set" IS NOT NULL AND golden.id IS NOT NULL AND golden.trait IS NOT NULL))`

/** Tables of the events that are not plain replies, and of the last judgement of each reply. */
export const TABLES = `
  CREATE TABLE others (file VARCHAR, torn BOOLEAN, judgeable BOOLEAN, backend VARCHAR, text1 VARCHAR, text2 VARCHAR,
    text3 VARCHAR, ${FACTS.map((fact) => `${column(fact)} ${FACT_TYPES[fact]}`).join(', ')});
  CREATE TABLE judgements (msg_id VARCHAR, verdict VARCHAR, judge VARCHAR, why VARCHAR)`

const FOLDED = new Map<string, string>([
  ['verdict', 'verdict'],
  ['judge', 'judge'],
])
const IS_FOLDED = 'e.judgeable AND j.msg_id IS NOT NULL'

/**
 * All events with the last verdict of each reply: rows with all facts, three texts and the backend of a run.
 * `hasReplies`: whether `$files` has any file.
 */
export function eventsOf({ hasReplies }: { hasReplies: boolean }): string {
  const columns = FACTS.map((fact) => {
    const folded = FOLDED.get(fact)
    return folded === undefined
      ? `e.${column(fact)}`
      : `CASE WHEN ${IS_FOLDED} THEN j.${folded} ELSE e.${column(fact)} END AS ${column(fact)}`
  })
  const others = 'SELECT * EXCLUDE (torn) FROM others'
  return `(
    SELECT e.file, ${columns.join(', ')}, e.backend, e.text1, e.text2, CASE WHEN ${IS_FOLDED} THEN j.why ELSE e.text3 END AS text3
    FROM (${hasReplies ? `${REPLIES} UNION ALL BY NAME ${others}` : others}) e
    LEFT JOIN judgements j ON e.message = j.msg_id
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
    parts.push(`list_contains($by_${by}, ${column(by)})`)
    values[`by_${by}`] = listValue([value].flat())
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
