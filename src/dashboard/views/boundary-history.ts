import type { Adaptation, NotKnown, Router } from '../../../schemas/generated/dashboard.ts'
import { CREATE_STATE, findState } from '../../artifacts/router/find-state.ts'
import { routerStatus } from '../../artifacts/router/router-status.ts'
import type { LogFilter } from '../../provenance/query/log-filter.ts'
import type { LogQuery } from '../../provenance/query/log-query.ts'
import type { RouterState } from '../../router/state.ts'
import type { Settings } from '../../settings/settings.ts'
import { problemOf } from '../../text/problem.ts'
import type { CurrentBoundary } from './boundary.ts'
import { routerOf } from './router.ts'

/** The state of the router, as the page shows it and as it is stored; the latter is null where it is not known. */
export interface ShownState {
  router: Router | NotKnown
  state: RouterState | null
}

/** The state of the router. One that is missing or cannot be read has the reason. */
export async function stateOf(settings: Settings): Promise<ShownState> {
  try {
    const { place, state } = await findState(settings)
    if (state !== null) return { router: routerOf(routerStatus(state, settings, place), state.boundary), state }
    const reason = `${place} does not exist: both buckets are at 0.5.`
    return { router: { state: 'missing', reason, next: CREATE_STATE }, state: null }
  } catch (error) {
    const { reason, next } = problemOf(error)
    return { router: { state: 'unreadable', reason, next: next ?? 'look at it: npx aios router' }, state: null }
  }
}

/** The boundary now. A missing state is that of a router at rest; one that cannot be read is unknown. Pure. */
export function currentBoundary({ router, state }: ShownState): CurrentBoundary | null {
  if (state !== null) return { boundary: state.boundary, since: Date.parse(state.started_at) }
  return router.state === 'missing' ? { boundary: 0.5, since: null } : null
}

/** The moves in the log and those in the state that are not in the log, such as those of an app. Newest first. */
export async function adaptationsOf(
  query: LogQuery,
  filter: LogFilter,
  state: RouterState | null,
): Promise<Adaptation[]> {
  const logged = await adaptationsIn(query, filter)
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

async function adaptationsIn(query: LogQuery, filter: LogFilter): Promise<Adaptation[]> {
  const found: Adaptation[] = []
  for await (const event of query.events({ ...filter, type: 'routing_adaptation' })) {
    if (event.event_type !== 'routing_adaptation') continue
    const { ts, run_id: run, policy, from, to, evidence, gain, reason } = event
    found.push({ time: Date.parse(ts), run, policy, from, to, evidence, gain, reason })
  }
  return found
}
