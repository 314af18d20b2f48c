import { FEATURES } from '../../../router/weight/feature-names.ts'
import { DEFAULTS } from '../../compact/defaults.ts'

/** The two forms of a reply in a log: see `compactEvent`. */
export type ReplyForm = 'whole' | 'compact'

const REPLY_COLUMNS = `{
  whole_at: 'DOUBLE', ts: 'VARCHAR', run_id: 'VARCHAR', conv_id: 'VARCHAR',
  msg_id: 'VARCHAR', golden: 'STRUCT("set" VARCHAR, id VARCHAR, trait VARCHAR)', retry: 'DOUBLE',
  configuration: 'VARCHAR', hypothesis: 'VARCHAR', question: 'VARCHAR', reply: 'VARCHAR', source: 'VARCHAR',
  model: 'STRUCT(asked VARCHAR)',
  route: 'STRUCT(weight DOUBLE, bucket VARCHAR, boundary DOUBLE, propensity DOUBLE, "off" VARCHAR)',
  instead_of: 'STRUCT(source VARCHAR)',
  timings: 'STRUCT(first_token_ms DOUBLE, total_ms DOUBLE, tokens_per_second DOUBLE)',
  tokens: 'STRUCT(completion DOUBLE)', verdict: 'VARCHAR', judged_by: 'VARCHAR', why: 'VARCHAR',
  failure: 'STRUCT(cause VARCHAR, evidence VARCHAR)', origin: 'VARCHAR'
}`

const COMPACT_COLUMNS = `{
  compact_at: 'DOUBLE', ts: 'VARCHAR', run_id: 'VARCHAR', conv_id: 'VARCHAR',
  msg_id: 'VARCHAR', golden: 'STRUCT("set" VARCHAR, id VARCHAR, trait VARCHAR)', retry: 'DOUBLE',
  configuration: 'VARCHAR', hypothesis: 'VARCHAR', question: 'VARCHAR', reply: 'VARCHAR', source: 'VARCHAR',
  model: 'VARCHAR',
  parts: 'DOUBLE[]', route: 'STRUCT(bucket VARCHAR, boundary DOUBLE, propensity DOUBLE, "off" VARCHAR)',
  instead_of: 'STRUCT(source VARCHAR)', timings: 'DOUBLE[]', tokens: 'DOUBLE[]', verdict: 'VARCHAR',
  judged_by: 'VARCHAR', why: 'VARCHAR', origin: 'VARCHAR'
}`

/** The base of a weight and its features: a newer version may know more, which the streaming reader rejects. */
const MOST_PARTS = FEATURES.length + 1

/** Short events with the columns of whole ones, as `expandEvent` gives them. */
const COMPACT = `(
  SELECT * REPLACE (
    conversation AS conv_id, coalesce(retry, ${DEFAULTS.retry}) AS retry,
    coalesce(source, CASE WHEN weight > boundary THEN 'main_model' ELSE 'embedder' END) AS source,
    {'asked': model} AS model,
    {'weight': weight, 'boundary': boundary, 'propensity': coalesce(route.propensity, ${DEFAULTS.propensity}),
      'bucket': coalesce(route.bucket, CASE WHEN sha256(conversation)[1] < '8' THEN 'control' ELSE 'treatment' END),
      'off': route."off"} AS route,
    {'first_token_ms': timings[2], 'total_ms': timings[1], 'tokens_per_second': timings[4]} AS timings,
    {'completion': tokens[2]} AS tokens,
    coalesce(judged_by, CASE WHEN verdict <> 'unjudged' THEN 'toAnswer' END) AS judged_by,
    coalesce(origin, '${DEFAULTS.origin}') AS origin
  ), NULL::STRUCT(cause VARCHAR, evidence VARCHAR) AS failure
  FROM (
    SELECT *, coalesce(conv_id, 'golden:' || golden."set" || ':' || golden.id) AS conversation,
      CASE WHEN list_sum(parts) IS NOT NULL AND len(parts) <= ${MOST_PARTS}
        THEN greatest(0, least(1, list_sum(parts) / 1000)) END AS weight, coalesce(route.boundary, ${DEFAULTS.boundary}) AS boundary
    FROM ${replies(COMPACT_COLUMNS)}
  )
)`

function replies(columns: string): string {
  return `read_json($text, format = 'newline_delimited', ignore_errors = true, columns = ${columns})`
}

/**
 * Adds the replies of a form in the file `$text`, a slice of the log file `$file` that begins at `$offset` and has the offset
 * of each line in it, to `staging`. DuckDB returns a row of nulls for a line that is not JSON, and for one of the other
 * form; the conditions leave it out.
 */
export const ADD_REPLIES: Readonly<Record<ReplyForm, string>> = {
  whole: addReplies('whole', replies(REPLY_COLUMNS)),
  compact: addReplies('compact', COMPACT),
}

function addReplies(form: ReplyForm, source: string): string {
  return `
  INSERT INTO staging BY NAME
  SELECT
    $file AS file, false AS torn, 'event' AS kind, $offset + e.${form}_at AS "offset", e.verdict <> 'unmeasured' AS judgeable, NULL::VARCHAR AS backend, e.question AS text1,
    CASE WHEN e.verdict = 'unmeasured'
      THEN 'could not be measured: ' || e.failure.cause || ': ' || e.failure.evidence
      ELSE e.reply END AS text2,
    e.why AS text3,
    epoch_ms(try_cast(e.ts AS TIMESTAMP))::DOUBLE AS "time", 'response' AS "type", false AS "older",
    e.run_id AS "run", e.conv_id AS "conversation", e.msg_id AS "message", e.golden."set" AS "set",
    e.golden.id AS "golden", e.golden.trait AS "trait", e.hypothesis AS "hypothesis",
    e.configuration AS "configuration", e.source AS "source", e.route.bucket AS "bucket", e.model.asked AS "model",
    e.verdict AS "verdict", e.judged_by AS "judge", e.origin AS "origin", e.retry AS "retry",
    e.route.weight AS "weight", e.route.boundary AS "boundary", e.route.propensity AS "propensity",
    e.instead_of.source AS "insteadOf", e.route."off" AS "off",
    e.failure.cause AS "failure", e.timings.total_ms AS "latencyMs",
    e.timings.first_token_ms AS "firstTokenMs", e.timings.tokens_per_second AS "tokensPerSecond",
    e.tokens.completion AS "completionTokens"
  FROM ${source} e
  WHERE e.${form}_at IS NOT NULL AND length(e.ts) = 24 AND ends_with(e.ts, 'Z')
    AND try_cast(e.ts AS TIMESTAMP) IS NOT NULL AND e.run_id IS NOT NULL AND e.conv_id IS NOT NULL
    AND e.msg_id IS NOT NULL AND e.source IN ('main_model', 'embedder') AND e.model.asked IS NOT NULL
    AND e.route.weight IS NOT NULL AND e.route.bucket IN ('control', 'treatment') AND e.route.boundary IS NOT NULL
    AND e.route.propensity IS NOT NULL AND e.retry IS NOT NULL AND e.origin IN ('measured', 'replayed')
    AND e.verdict IN ('pass', 'fail', 'unjudged', 'unmeasured')
    AND (e.verdict = 'unmeasured') = (e.timings.total_ms IS NULL)
    AND (e.golden IS NULL OR (e.golden."set" IS NOT NULL AND e.golden.id IS NOT NULL AND e.golden.trait IS NOT NULL))`
}
