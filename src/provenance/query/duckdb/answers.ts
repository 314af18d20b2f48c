import { type EventFacts, factsOf } from '../../event-facts.ts'
import { EventCounter } from '../count.ts'
import { compared, compareKeys, type Cursor, sortKey } from '../cursor.ts'
import { GOLDEN_REPLY, latestPoints, MOST_POINTS } from '../golden-points.ts'
import {
  COUNTED_BY,
  type ConversationCounts,
  type CountedBy,
  type EventPage,
  type FactName,
  type GoldenOptions,
  type GoldenPoint,
  LIMITED,
  MEASURES,
  type LogCounts,
  type LogSpan,
  type RunSummary,
  type SeriesOptions,
  type SeriesPoint,
} from '../log-query.ts'
import { pageOf, type PageRequest } from '../page.ts'
import { inOrder, latestFirst, passRateOf } from '../series.ts'
import type { Asker } from './asker.ts'
import { storedText } from './byte-order-mark.ts'
import type { ResultRow } from './engine.ts'
import { eventsFrom, openFiles, PLACE } from './events-at.ts'
import type { SqlCondition } from './condition.ts'
import { column } from './relation.ts'
import { skippedIn } from './skipped.ts'

/** The answer of `LogQuery.counts`. */
export async function countsIn(log: Asker): Promise<LogCounts> {
  const facts = COUNTED_BY.map(column).join(', ')
  const times = 'min("time") AS "first", max("time") AS "last"'
  const rows = await log.rows(`${facts}, count(*)::DOUBLE AS n, ${times}`, 'GROUP BY ALL')
  const counter = new EventCounter()
  for (const { n, first, last, ...values } of rows)
    counter.addMany(values as Pick<EventFacts, CountedBy>, {
      count: Number(n),
      first: Number(first),
      last: Number(last),
    })
  const { total, counts, first, last } = counter
  return { total, counts, first, last, skipped: await skippedIn(log) }
}

/** The answer of `LogQuery.span`. */
export async function spanIn(log: Asker): Promise<LogSpan> {
  const [row] = await log.rows('count(*)::DOUBLE AS n, min("time") AS "first", max("time") AS "last"')
  const { n, first, last } = row as { n: number; first: number | null; last: number | null }
  return { total: n, first, last, skipped: await skippedIn(log) }
}

const VERDICT_COUNTS = ['pass', 'fail', 'unjudged', 'unmeasured']
  .map((verdict) => `(count(*) FILTER (WHERE verdict = '${verdict}' AND "type" = 'response'))::DOUBLE AS "${verdict}"`)
  .join(', ')

/** By nearest rank, as a list; null: no event has the fact. One state for all shares holds each value once. */
function quantiles(fact: FactName, shares: readonly number[]): string {
  return `quantile_disc(${column(fact)}, [${shares.join(', ')}])`
}

/** Shares of the quantiles of a series. */
const QUANTILES = { latencyMs: [0.5, 0.95, 0.99], firstTokenMs: [0.5, 0.95], tokensPerSecond: [0.5, 0.05] } as const

/** The values of `quantiles`. */
function quantilesIn(value: unknown): readonly (number | null)[] {
  return Array.isArray(value) ? (value as number[]) : []
}

/** The part that a row belongs to, as in `SeriesOptions`. */
function partSql(everyMs: number | undefined): string {
  if (everyMs === undefined) return '"run"'
  return everyMs === Infinity ? '0::DOUBLE' : 'floor("time" / $every) * $every'
}

function partValues(everyMs = Infinity): { every?: number } {
  return everyMs === Infinity ? {} : { every: everyMs }
}

/** The answer of `LogQuery.series`. */
export async function seriesIn(
  log: Asker,
  { everyMs, by, limits = {}, measures = MEASURES }: SeriesOptions,
): Promise<SeriesPoint[]> {
  const counts = `${VERDICT_COUNTS}, ${limitCounts('within', '<=')}, ${limitCounts('beyond', '>')}`
  const limited = { latencyMs: limits.latencyMs ?? null, firstTokenMs: limits.firstTokenMs ?? null }
  const lists = measures.map((measure) => `${quantiles(measure, QUANTILES[measure])} AS "${measure}"`)
  const queries = log.isLarge ? [counts, ...lists] : [[counts, ...lists].join(', ')]
  const found = new Map<string, ResultRow>()
  const starts = new Map<unknown, number>()
  const part = partSql(everyMs)
  const columns = `${part} AS part, ${by === undefined ? 'NULL' : column(by)} AS "value"`
  const start = everyMs === undefined ? ', min("time") AS "start"' : ''
  for (const [index, values] of queries.entries())
    for (const row of await log.rows(`${columns}, ${values}${start}`, `AND "type" = 'response' GROUP BY 1, 2`, {
      ...partValues(everyMs),
      ...(index === 0 && limited),
    })) {
      const key = JSON.stringify([row['part'], row['value']])
      found.set(key, { ...found.get(key), ...row })
      starts.set(row['part'], Math.min(starts.get(row['part']) ?? Infinity, Number(row['start'] ?? row['part'])))
    }
  return [...found.values()]
    .map(({ part, value, latencyMs, firstTokenMs: firstTokens, tokensPerSecond: speeds, ...row }) => {
      const verdicts = verdictsOf(row)
      const { pass, fail, unjudged, unmeasured } = verdicts
      const [p50Ms = null, p95Ms = null, p99Ms = null] = quantilesIn(latencyMs)
      const [firstTokenMs = null, firstTokenP95Ms = null] = quantilesIn(firstTokens)
      const [tokensPerSecond = null, tokensPerSecondP5 = null] = quantilesIn(speeds)
      return {
        time: starts.get(part) ?? 0,
        value: value as string | null,
        count: pass + fail + unjudged + unmeasured,
        ...verdicts,
        passRate: passRateOf(verdicts),
        p50Ms,
        p95Ms,
        p99Ms,
        firstTokenMs,
        firstTokenP95Ms,
        tokensPerSecond,
        tokensPerSecondP5,
        withinLimit: { latencyMs: Number(row['withinLatencyMs']), firstTokenMs: Number(row['withinFirstTokenMs']) },
        beyondLimit: { latencyMs: Number(row['beyondLatencyMs']), firstTokenMs: Number(row['beyondFirstTokenMs']) },
      }
    })
    .sort(inOrder)
}

/** The numbers of replies on one side of each limit. A comparison with a limit of NULL counts no reply. */
function limitCounts(side: 'within' | 'beyond', operator: '<=' | '>'): string {
  return LIMITED.map((fact) => {
    const name = `${side}${fact[0]?.toUpperCase()}${fact.slice(1)}`
    return `(count(*) FILTER (WHERE ${column(fact)} ${operator} $${fact}))::DOUBLE AS "${name}"`
  }).join(', ')
}

function verdictsOf({ pass, fail, unjudged, unmeasured }: ResultRow) {
  return { pass: Number(pass), fail: Number(fail), unjudged: Number(unjudged), unmeasured: Number(unmeasured) }
}

/** The answer of `LogQuery.goldens`. */
export async function goldensIn(log: Asker, { everyMs, most = MOST_POINTS }: GoldenOptions): Promise<GoldenPoint[]> {
  const facts = GOLDEN_REPLY.map(column)
  // To keep the facts of the latest reply while the replies are grouped takes several times as long.
  const rows = await log.rowsOver(
    `SELECT points."set", points."golden", points."group", n, pass, fail, ${facts.map((name) => `found.${name}`).join(', ')}
    FROM (
      SELECT "set", "golden", "group", ${VERDICT_COUNTS}, count(*)::DOUBLE AS n, max("time") AS latest
      FROM found GROUP BY 1, 2, 3 ORDER BY latest DESC, 1, 2, 3 NULLS LAST LIMIT $most
    ) points
    JOIN found ON found."set" = points."set" AND found."golden" = points."golden"
      AND found."group" IS NOT DISTINCT FROM points."group" AND found."time" = points.latest`,
    `"set", "golden", "type", ${partSql(everyMs)} AS "group", ${facts.join(', ')}`,
    `AND "type" = 'response' AND "set" IS NOT NULL AND "golden" IS NOT NULL`,
    { ...partValues(everyMs), most: Math.max(0, most) },
  )
  const points = new Map<string, GoldenPoint>()
  for (const { set, golden, group, n, pass, fail, ...reply } of rows) {
    const key = JSON.stringify([set, golden, group])
    const last = reply as unknown as GoldenPoint['last']
    const known = points.get(key)
    if (known === undefined)
      points.set(key, {
        set: String(set),
        golden: String(golden),
        group: group as GoldenPoint['group'],
        count: Number(n),
        pass: Number(pass),
        fail: Number(fail),
        last,
      })
    else if (compared(last.message ?? '', known.last.message ?? '', false) > 0) known.last = last
  }
  return latestPoints([...points.values()], most)
}

/** The answer of `LogQuery.page`. */
export async function pageIn(log: Asker, request: PageRequest): Promise<EventPage> {
  const { sort, descending, limit, cursor, skip } = request
  const from = cursor === null ? { sql: '', values: {} } : fromCursor(cursor)
  // Rows are sorted without their texts, which are then read from the log.
  const places = await log.someRows(
    PLACE,
    `${from.sql} ORDER BY ${column(sort)} ${descending ? 'DESC' : 'ASC'} NULLS LAST, "time" DESC,
      "message" ASC NULLS LAST, "type" ASC LIMIT $limit OFFSET $skip`,
    { ...from.values, limit: limit + 1, skip },
  )
  const rows: EventFacts[] = []
  for await (const event of eventsFrom(await openFiles(log, places))) rows.push(factsOf(event))
  rows.sort((a, b) => compareKeys(sortKey(a, sort), sortKey(b, sort), descending))
  const isWhole = cursor === null && skip === 0 && places.length <= limit
  const total = isWhole ? places.length : Number((await log.rows('count(*)::DOUBLE AS n'))[0]?.['n'])
  return pageOf(rows, total, request)
}

/** The rows that begin with a cursor. */
function fromCursor({ sort, descending, key }: Cursor): SqlCondition {
  const order = [
    { name: column(sort), value: key.value, descending, parameter: 'cursorValue' },
    { name: '"time"', value: key.time, descending: true, parameter: 'cursorTime' },
    { name: '"message"', value: key.message, descending: false, parameter: 'cursorMessage' },
    { name: '"type"', value: key.type, descending: false, parameter: 'cursorType' },
  ]
  const sql = order.reduceRight((rest, { name, value, descending, parameter }) => {
    if (value === null) return `(${name} IS NULL AND ${rest})`
    const later = `${name} IS NULL OR ${name} ${descending ? '<' : '>'} $${parameter}`
    return `(${later} OR (${name} = $${parameter} AND ${rest}))`
  }, 'true')
  const values = order.flatMap(({ value, parameter }) =>
    value === null ? [] : [[parameter, typeof value === 'string' ? storedText(value) : value] as const],
  )
  return { sql: `AND ${sql}`, values: Object.fromEntries(values) }
}

/** The answer of `LogQuery.conversations`. */
export async function conversationsIn(log: Asker): Promise<ConversationCounts> {
  const [row] = await log.rowsOver(
    `SELECT sum(asked)::DOUBLE AS repeated, (count(*) FILTER (WHERE "bucket" = 'control'))::DOUBLE AS control,
      (count(*) FILTER (WHERE "bucket" = 'treatment'))::DOUBLE AS treatment
    FROM (SELECT "conversation", max("bucket") AS "bucket", count(*) FILTER (WHERE repeated) AS asked FROM found GROUP BY 1)`,
    `"golden" IS NOT NULL OR "hypothesis" IS NOT NULL AS repeated, CASE WHEN NOT repeated THEN "conversation" END AS "conversation",
      CASE WHEN NOT repeated AND "conversation" IS NOT NULL THEN "bucket" END AS "bucket"`,
    `AND "type" = 'response'`,
  )
  return {
    control: Number(row?.['control'] ?? 0),
    treatment: Number(row?.['treatment'] ?? 0),
    repeated: Number(row?.['repeated'] ?? 0),
  }
}

const RUN_COUNTS = `count(*)::DOUBLE AS "events",
  (count(*) FILTER (WHERE "type" = 'response' AND "hypothesis" IS NOT NULL))::DOUBLE AS "ofHypotheses",
  (count(*) FILTER (WHERE "type" = 'response' AND "configuration" IS NOT NULL))::DOUBLE AS "ofConfigurations"`

/** The answer of `LogQuery.runs`. */
export async function runsIn(log: Asker, most: number): Promise<RunSummary[]> {
  const closing = `arg_max({"status": "verdict", "backend": backend}, {"t": "time", "s": "verdict", "b": backend})`
  const rows = await log.rows(
    `"run", min("time") AS "first", max("time") AS "last", ${closing} FILTER (WHERE "type" = 'run') AS closing,
      list(DISTINCT "set") FILTER (WHERE "set" IS NOT NULL) AS sets, ${RUN_COUNTS}, ${VERDICT_COUNTS}, ${quantiles('latencyMs', [0.5, 0.95])} AS latencies`,
    'AND "run" IS NOT NULL GROUP BY "run" ORDER BY "last" DESC, "run" LIMIT $most',
    { most },
  )
  return rows
    .map(({ run, first, last, closing, sets, latencies, ...row }) => {
      const [p50Ms = null, p95Ms = null] = quantilesIn(latencies)
      return {
        run: String(run),
        first: Number(first),
        last: Number(last),
        ...((closing as Pick<RunSummary, 'status' | 'backend'> | null) ?? { status: null, backend: null }),
        sets: [...((sets as string[] | null) ?? [])].sort(),
        events: Number(row['events']),
        ofHypotheses: Number(row['ofHypotheses']),
        ofConfigurations: Number(row['ofConfigurations']),
        ...verdictsOf(row),
        p50Ms,
        p95Ms,
      }
    })
    .sort(latestFirst)
}
