import { isoTime } from '../../../clock.ts'
import type { EventFacts } from '../../event-facts.ts'
import { MOST_PLACES, type Skipped } from '../../read.ts'
import { EventCounter } from '../count.ts'
import {
  COUNTED_BY,
  type CountedBy,
  type EventPage,
  type LogCounts,
  type PageOptions,
  type RunSummary,
  type SeriesOptions,
  type SeriesPoint,
  type WeightPoint,
} from '../log-query.ts'
import { inOrder, latestFirst, passRateOf } from '../series.ts'
import type { Asker } from './asker.ts'
import type { ResultRow } from './engine.ts'
import { column, FACTS } from './relation.ts'

/** The answer of `LogQuery.counts`. */
export async function countsIn(log: Asker): Promise<LogCounts> {
  const facts = COUNTED_BY.map(column).join(', ')
  const times = 'min("time") AS "first", max("time") AS "last"'
  const rows = await log.checkedCounts(`${facts}, count(*)::DOUBLE AS n, ${times}`)
  const counter = new EventCounter()
  for (const { n, first, last, file: _, wanted: __, ...values } of rows)
    counter.addMany(values as Pick<EventFacts, CountedBy>, {
      count: Number(n),
      first: Number(first),
      last: Number(last),
    })
  const { total, counts, first, last } = counter
  return { total, counts, first, last, skipped: await skippedIn(log) }
}

/** What the streaming reader leaves out. */
async function skippedIn(asker: Asker): Promise<Skipped> {
  const { log, since, latest } = asker
  const broken = log.files.flatMap(({ path, broken, lastOther, scan }) =>
    broken.map((line) => ({ path, line, isLast: line === Math.max(lastOther, scan.lastReply) })),
  )
  const aside = log.files.flatMap((file) => file.aside)
  const older: Record<string, number> = {}
  for (const { time, reason } of aside)
    if (since === undefined || time === null || (time >= since.getTime() && time <= latest))
      older[reason] = (older[reason] ?? 0) + 1
  return {
    broken: broken.length,
    brokenAt: broken.slice(0, MOST_PLACES),
    older,
    future:
      since === undefined
        ? { count: 0, latest: null }
        : await futureIn(
            asker,
            aside.flatMap(({ time }) => (time !== null && time > latest ? [time] : [])),
          ),
    unreadable: [],
  }
}

async function futureIn(asker: Asker, aside: readonly number[]): Promise<Skipped['future']> {
  const [row] = await asker.later('count(*)::DOUBLE AS n, max("time") AS "last"', asker.latest)
  const times = [...aside, ...(row?.['last'] === null ? [] : [Number(row?.['last'])])]
  return {
    count: Number(row?.['n']) + aside.length,
    latest: times.length === 0 ? null : isoTime(times.reduce((a, b) => Math.max(a, b))),
  }
}

const VERDICT_COUNTS = ['pass', 'fail', 'unjudged', 'unmeasured']
  .map((verdict) => `(count(*) FILTER (WHERE verdict = '${verdict}' AND "type" = 'response'))::DOUBLE AS "${verdict}"`)
  .join(', ')
const LATENCIES = `quantile_disc("latencyMs", 0.5) AS "p50Ms", quantile_disc("latencyMs", 0.95) AS "p95Ms"`

/** The answer of `LogQuery.series`. */
export async function seriesIn(log: Asker, { everyMs, by }: SeriesOptions): Promise<SeriesPoint[]> {
  const rows = await log.rows(
    `floor("time" / $every) * $every AS part, ${by === undefined ? 'NULL' : column(by)} AS "value", ${VERDICT_COUNTS},
      ${LATENCIES}, quantile_disc("firstTokenMs", 0.5) AS "firstTokenMs",
      quantile_disc("tokensPerSecond", 0.5) AS "tokensPerSecond"`,
    `AND "type" = 'response' GROUP BY 1, 2`,
    { every: everyMs },
  )
  return rows
    .map(({ part, value, ...row }) => {
      const verdicts = verdictsOf(row)
      const { pass, fail, unjudged, unmeasured } = verdicts
      return {
        time: Number(part),
        value: value as string | null,
        count: pass + fail + unjudged + unmeasured,
        ...verdicts,
        passRate: passRateOf(verdicts),
        p50Ms: row['p50Ms'] as number | null,
        p95Ms: row['p95Ms'] as number | null,
        firstTokenMs: row['firstTokenMs'] as number | null,
        tokensPerSecond: row['tokensPerSecond'] as number | null,
      }
    })
    .sort(inOrder)
}

function verdictsOf({ pass, fail, unjudged, unmeasured }: ResultRow) {
  return { pass: Number(pass), fail: Number(fail), unjudged: Number(unjudged), unmeasured: Number(unmeasured) }
}

/** The answer of `LogQuery.page`. */
export async function pageIn(
  log: Asker,
  { sort = 'time', descending = true, offset = 0, limit = 100 }: PageOptions,
): Promise<EventPage> {
  const [total] = await log.rows('count(*)::DOUBLE AS n')
  const rows = await log.rows(
    `${FACTS.map(column).join(', ')}, text1, text2, text3`,
    `ORDER BY ${column(sort)} ${descending ? 'DESC' : 'ASC'} NULLS LAST, "time" DESC, "message" ASC NULLS LAST, "type" ASC
      LIMIT $limit OFFSET $offset`,
    { limit, offset },
  )
  return {
    total: Number(total?.['n']),
    rows: rows.map(({ text1, text2, text3, ...facts }) => ({
      ...(facts as Omit<EventFacts, 'texts'>),
      texts: [text1, text2, text3].filter((text) => typeof text === 'string'),
    })),
  }
}

/** The answer of `LogQuery.weights`. */
export async function weightsIn(log: Asker, most: number): Promise<WeightPoint[]> {
  const columns = ['time', 'weight', 'source', 'bucket', 'verdict', 'message', 'boundary'] as const
  const isLimited = most < Number.MAX_SAFE_INTEGER
  const sample = isLimited ? `ORDER BY md5("message"), "time" LIMIT $most` : ''
  const rows = await log.rows(
    columns.map(column).join(', '),
    `AND "type" = 'response' AND "weight" IS NOT NULL ${sample}`,
    isLimited ? { most: Math.max(0, most) } : {},
  )
  return (rows as unknown as WeightPoint[]).sort(
    (a, b) => a.time - b.time || ((a.message ?? '') < (b.message ?? '') ? -1 : 1),
  )
}

/** The answer of `LogQuery.runs`. */
export async function runsIn(log: Asker, most: number): Promise<RunSummary[]> {
  const ofRun = (name: string) => `arg_max(${name}, "time") FILTER (WHERE "type" = 'run')`
  const rows = await log.rows(
    `"run", min("time") AS "first", max("time") AS "last", ${ofRun('"verdict"')} AS status, ${ofRun('backend')} AS backend,
      list(DISTINCT "set") FILTER (WHERE "set" IS NOT NULL) AS sets, ${VERDICT_COUNTS}, ${LATENCIES}`,
    'AND "run" IS NOT NULL GROUP BY "run" ORDER BY "last" DESC, "run" LIMIT $most',
    { most },
  )
  return rows
    .map(({ run, first, last, status, backend, sets, ...row }) => ({
      run: String(run),
      first: Number(first),
      last: Number(last),
      status: status as string | null,
      backend: backend as string | null,
      sets: [...((sets as string[] | null) ?? [])].sort(),
      ...verdictsOf(row),
      p50Ms: row['p50Ms'] as number | null,
      p95Ms: row['p95Ms'] as number | null,
    }))
    .sort(latestFirst)
}
