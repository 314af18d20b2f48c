import type { Routing } from '../../../schemas/generated/dashboard.ts'
import { findState } from '../../cli/router/state.ts'
import { policyOptions } from '../../router/options.ts'
import { routerOptions } from '../../settings/router-options.ts'
import { errorMessage } from '../../text/error-message.ts'
import type { Sources } from '../sources.ts'
import type { ViewRequest } from './view-request.ts'
import { windowOf } from './window.ts'

/** Points of the scatter chart. */
const MOST_POINTS = 20_000

/** The tab Routing. */
export async function routingView({ query, settings }: Sources, request: ViewRequest): Promise<Routing> {
  const counts = await query.counts({ ...request.filter, type: 'response' })
  const { maxDrift } = policyOptions(routerOptions(settings))
  return {
    window: windowOf(request, counts),
    limits: { rest: 0.5, lower: 0.5 - maxDrift, upper: 0.5 + maxDrift },
    router: await findState(settings).then(
      ({ place }) => ({
        state: 'missing' as const,
        reason: `${place} does not exist.`,
        next: 'npx vitest run goldens',
      }),
      (error: unknown) => ({ state: 'unreadable' as const, reason: errorMessage(error), next: 'npx aios router' }),
    ),
    boundary: [],
    weights: await query.weights(request.filter, MOST_POINTS),
    weightsTotal: counts.total,
    adaptations: [],
    buckets: [],
    logSplit: null,
    repeated: 0,
    notes: [],
  }
}
