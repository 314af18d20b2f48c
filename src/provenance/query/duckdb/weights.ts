import { sortedPoints, WEIGHT_FACTS, type WeightColumns, type WeightSample } from '../weight-sample.ts'
import type { Asker } from './asker.ts'

const WITH_WEIGHT = `AND "type" = 'response' AND "weight" IS NOT NULL`

/** The answer of `LogQuery.weights`. */
export async function weightsIn(log: Asker, most: number): Promise<WeightSample> {
  const isLimited = most < Number.MAX_SAFE_INTEGER
  const points = isLimited ? await sample(log, Math.max(0, most)) : await find(log)
  const [{ n = points.time.length } = {}] =
    isLimited && points.time.length >= most ? await log.rows('count(*)::DOUBLE AS n', WITH_WEIGHT) : []
  return { points: sortedPoints(points), total: Number(n) }
}

async function find(log: Asker, rest = '', values = {}): Promise<WeightColumns> {
  return (await log.someColumns(WEIGHT_FACTS, `${WITH_WEIGHT} ${rest}`, values)) as WeightColumns
}

/** The points whose numbers in `sample` are the lowest. Only few more are sorted, where that is possible. */
async function sample(log: Asker, most: number): Promise<WeightColumns> {
  const [order, values] = ['ORDER BY sample, "time" LIMIT $most', { most }]
  let share = (1.2 * most + 100) / log.estimatedEvents
  // The second time the share of the events that match is known.
  for (let attempt = 0; attempt < 2 && share < 1; attempt += 1) {
    const some = await find(log, `AND sample <= $share ${order}`, { ...values, share })
    if (some.time.length >= most) return some
    share *= (1.2 * most + 100) / Math.max(1, some.time.length)
  }
  return find(log, order, values)
}
