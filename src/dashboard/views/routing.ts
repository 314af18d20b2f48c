import type { Routing } from '../../../schemas/generated/dashboard.ts'
import { policyOptions } from '../../router/options.ts'
import { routerOptions } from '../../settings/router-options.ts'
import type { Sources } from '../sources.ts'
import { boundaryOverTime } from './boundary.ts'
import { adaptationsOf, currentBoundary, stateOf } from './boundary-history.ts'
import { bucketSplit } from './bucket-split.ts'
import type { ViewRequest } from './view-request.ts'
import { weightPoints } from './weight-points.ts'
import { ONE_PART_MS, seriesPoint, windowOf } from './window.ts'

/** Points of the scatter chart. */
const MOST_POINTS = 20_000

/** The tab Routing: boundary, weights, the policy's evidence, both buckets. A state that cannot be read is named. */
export async function routingView({ query, settings }: Sources, request: ViewRequest): Promise<Routing> {
  const { filter, now } = request
  const { maxDrift } = policyOptions(routerOptions(settings))
  const found = await stateOf(settings)
  const [span, weights, adaptations, buckets] = await Promise.all([
    query.span({ ...filter, type: 'response' }),
    query.weights(filter, MOST_POINTS),
    adaptationsOf(query, filter, found.state),
    query.series(filter, { everyMs: ONE_PART_MS, by: 'bucket' }),
  ])
  const window = windowOf(request, span)
  const split = await bucketSplit(query, filter, { total: span.total, controlShare: settings.router.controlShare })
  return {
    window,
    limits: { rest: 0.5, lower: 0.5 - maxDrift, upper: 0.5 + maxDrift },
    router: found.router,
    boundary: boundaryOverTime(adaptations, {
      from: window.from ?? now,
      to: window.to ?? now,
      current: currentBoundary(found),
    }),
    weights: weightPoints(weights),
    // The count includes replies without a weight, so it is used only where the points are a sample.
    weightsTotal: weights.length < MOST_POINTS ? weights.length : span.total,
    adaptations,
    buckets: buckets.flatMap((point) => {
      const { time: _, value, ...figures } = seriesPoint(point)
      return value === null ? [] : [{ value, ...figures }]
    }),
    logSplit: split.split,
    repeated: split.repeated,
    notes: split.note === null ? [] : [split.note],
  }
}
