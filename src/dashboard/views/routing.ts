import type { Routing } from '../../../schemas/generated/dashboard.ts'
import { policyOptions } from '../../router/options.ts'
import { routerOptions } from '../../settings/router-options.ts'
import type { Sources } from '../sources.ts'
import { boundaryOverTime } from './boundary.ts'
import { adaptationsOf, currentBoundary, stateOf } from './boundary-history.ts'
import type { ViewRequest } from './view-request.ts'
import { windowOf } from './window.ts'

/** The tab Routing: boundary, the policy's evidence, adaptations. A state that cannot be read is named. */
export async function routingView({ query, settings }: Sources, request: ViewRequest): Promise<Routing> {
  const { filter, now } = request
  const { maxDrift } = policyOptions(routerOptions(settings))
  const found = await stateOf(settings)
  // A window with both ends does not depend on its events.
  const span = filter.since === undefined ? await query.span({ ...filter, type: 'response' }) : NO_SPAN
  const adaptations = await adaptationsOf(query, filter, found.state)
  const { from, to } = windowOf(request, span)
  return {
    limits: { rest: 0.5, lower: 0.5 - maxDrift, upper: 0.5 + maxDrift },
    router: found.router,
    boundary: boundaryOverTime(adaptations, { from: from ?? now, to: to ?? now, current: currentBoundary(found) }),
    adaptations,
  }
}

const NO_SPAN = { first: null, last: null }
