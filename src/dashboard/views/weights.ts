import type { Weights } from '../../../schemas/generated/dashboard.ts'
import type { Sources } from '../sources.ts'
import type { ViewRequest } from './view-request.ts'
import { weightPoints } from './weight-points.ts'

/** Points of the scatter chart. */
const MOST_POINTS = 20_000

/** The weights of the replies, for the tab Routing. */
export async function weightsView({ query }: Pick<Sources, 'query'>, { filter }: ViewRequest): Promise<Weights> {
  const { points, total } = await query.weights(filter, MOST_POINTS)
  return { points: weightPoints(points), total }
}
