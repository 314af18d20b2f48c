import type { Weights } from '../../../schemas/generated/dashboard.ts'
import type { Sources } from '../sources.ts'
import type { ViewRequest } from './view-request.ts'
import { weightPoints } from './weight-points.ts'

/** Points of the scatter chart. */
const MOST_POINTS = 20_000

/** The weights of the replies, for the tab Routing. */
export async function weightsView({ query }: Pick<Sources, 'query'>, { filter }: ViewRequest): Promise<Weights> {
  const points = await query.weights(filter, MOST_POINTS)
  // The count includes replies without a weight, so it is used only where the points are a sample.
  const { total } =
    points.length < MOST_POINTS ? { total: points.length } : await query.span({ ...filter, type: 'response' })
  return { points: weightPoints(points), total }
}
