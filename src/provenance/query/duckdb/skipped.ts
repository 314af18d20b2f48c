import { isoTime } from '../../../clock.ts'
import { MOST_PLACES, type Skipped } from '../../read.ts'
import type { Asker } from './asker.ts'

/** What the streaming reader leaves out. */
export async function skippedIn(asker: Asker): Promise<Skipped> {
  const { log, since, latest } = asker
  const broken = log.files.flatMap(({ state: { path }, counts: { broken, broken_at, last } }) => ({
    count: broken,
    places: broken_at.map((line) => ({ path, line, isLast: line === last })),
  }))
  const inTime = since === undefined ? '' : 'AND ("time" IS NULL OR "time" BETWEEN $since AND $latest)'
  const aside = await asker.rawRows(
    'text1 AS reason, count(*)::DOUBLE AS n',
    `kind = 'aside' ${inTime} GROUP BY 1 ORDER BY min("offset")`,
    {
      values: since === undefined ? {} : { since: since.getTime(), latest },
      isWanted: ({ aside: count }) => count > 0,
    },
  )
  return {
    broken: broken.reduce((sum, { count }) => sum + count, 0),
    brokenAt: broken.flatMap(({ places }) => places).slice(0, MOST_PLACES),
    older: Object.fromEntries(aside.map(({ reason, n }) => [String(reason), Number(n)])),
    future: since === undefined ? { count: 0, latest: null } : await futureIn(asker, latest),
    unreadable: [...log.unreadable],
  }
}

async function futureIn(asker: Asker, latest: number): Promise<Skipped['future']> {
  const [row] = await asker.rawRows(
    'count(*)::DOUBLE AS n, max("time") AS "last"',
    `kind <> 'judgement' AND "time" > $latest`,
    { values: { latest }, isWanted: ({ times }) => (times?.[1] ?? -Infinity) > latest },
  )
  const last = row?.['last']
  return { count: Number(row?.['n']), latest: typeof last === 'number' ? isoTime(last) : null }
}
