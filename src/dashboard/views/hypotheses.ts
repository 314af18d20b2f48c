import type { Hypotheses } from '../../../schemas/generated/dashboard.ts'
import type { Sources } from '../sources.ts'
import type { ViewRequest } from './view-request.ts'
import { windowOf } from './window.ts'

/** The tab Hypotheses. */
export async function hypothesesView({ query }: Sources, request: ViewRequest): Promise<Hypotheses> {
  const counts = await query.counts({ ...request.filter, type: ['hypothesis_test', 'hypothesis_batch'] })
  const isEmpty = counts.total === 0
  return {
    window: windowOf(request, counts),
    hypotheses: [],
    batches: [],
    older: 0,
    empty: isEmpty
      ? { state: 'missing', reason: 'No hypothesis was tested in this time.', next: 'npx vitest run hypotheses' }
      : null,
    notes: [],
  }
}
