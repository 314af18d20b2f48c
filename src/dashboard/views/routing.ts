import type { Adaptation, NotKnown, Router, Routing } from '../../../schemas/generated/dashboard.ts'
import { routerStatus } from '../../artifacts/router/router-status.ts'
import { CREATE_STATE, findState } from '../../artifacts/router/find-state.ts'
import type { LogQuery } from '../../provenance/query/log-query.ts'
import type { LogFilter } from '../../provenance/query/log-filter.ts'
import { policyOptions } from '../../router/options.ts'
import type { RouterState } from '../../router/state.ts'
import { routerOptions } from '../../settings/router-options.ts'
import type { Settings } from '../../settings/settings.ts'
import { errorMessage } from '../../text/error-message.ts'
import type { Sources } from '../sources.ts'
import { boundaryOverTime, type CurrentBoundary } from './boundary.ts'
import { bucketSplit } from './bucket-split.ts'
import { routerOf } from './router.ts'
import type { ViewRequest } from './view-request.ts'
import { seriesPoint, windowOf } from './window.ts'

/** Points of the scatter chart. */
const MOST_POINTS = 20_000

/** One part of a series for the whole window. */
const WHOLE = 1e15

/** The tab Routing: boundary, weights, the policy's evidence, both buckets. A state that cannot be read is named. */
export async function routingView({ query, settings }: Sources, request: ViewRequest): Promise<Routing> {
  const { filter, now } = request
  const { maxDrift } = policyOptions(routerOptions(settings))
  const [span, found, weights, logged, buckets] = await Promise.all([
    query.span({ ...filter, type: 'response' }),
    stateOf(settings),
    query.weights(filter, MOST_POINTS),
    adaptationsIn(query, filter),
    query.series(filter, { everyMs: WHOLE, by: 'bucket' }),
  ])
  const window = windowOf(request, span)
  const split = await bucketSplit(query, filter, { total: span.total, controlShare: settings.router.controlShare })
  const { router, state } = found
  const adaptations = withMovesOf(state, logged)
  return {
    window,
    limits: { rest: 0.5, lower: 0.5 - maxDrift, upper: 0.5 + maxDrift },
    router,
    boundary: boundaryOverTime(adaptations, {
      from: window.from ?? now,
      to: window.to ?? now,
      current: currentBoundary(found),
    }),
    weights,
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

/** A missing state is that of a router at rest; one that cannot be read is unknown. */
function currentBoundary({ router, state }: Awaited<ReturnType<typeof stateOf>>): CurrentBoundary | null {
  if (state !== null) return { boundary: state.boundary, since: Date.parse(state.started_at) }
  return router.state === 'missing' ? { boundary: 0.5, since: null } : null
}

async function stateOf(settings: Settings): Promise<{ router: Router | NotKnown; state: RouterState | null }> {
  try {
    const { place, state } = await findState(settings)
    if (state !== null)
      return { router: routerOf(routerStatus(state, settings, place), state.boundary, settings), state }
    const reason = `${place} does not exist: both buckets are at 0.5.`
    return { router: { state: 'missing', reason, next: CREATE_STATE }, state: null }
  } catch (error) {
    const [reason = '', ...next] = errorMessage(error).split('\n')
    return {
      router: { state: 'unreadable', reason, next: next.join(' ').trim() || 'look at it: npx aios router' },
      state: null,
    }
  }
}

async function adaptationsIn(query: LogQuery, filter: LogFilter): Promise<Adaptation[]> {
  const found: Adaptation[] = []
  for await (const event of query.events({ ...filter, type: 'routing_adaptation' })) {
    if (event.event_type !== 'routing_adaptation') continue
    const { ts, run_id: run, policy, from, to, evidence, gain, reason } = event
    found.push({ time: Date.parse(ts), run, policy, from, to, evidence, gain, reason })
  }
  return found
}

/** The moves in the state that are not in the log, such as those of an app that writes none, and those in the log. */
function withMovesOf(state: RouterState | null, logged: readonly Adaptation[]): Adaptation[] {
  const known = new Set(logged.map(({ time, to }) => `${time} ${to}`))
  const moves = (state?.moves ?? []).map(({ ts, policy, from, to, evidence, reason }): Adaptation => ({
    time: Date.parse(ts),
    run: null,
    policy,
    from,
    to,
    evidence,
    gain: null,
    reason,
  }))
  const other = moves.filter(({ time, to }) => !known.has(`${time} ${to}`))
  return [...logged, ...other].sort((a, b) => b.time - a.time)
}
