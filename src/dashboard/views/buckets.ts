import type { Buckets } from '../../../schemas/generated/dashboard.ts'
import { sampleRatio } from '../../router/health.ts'
import type { Sources } from '../sources.ts'
import type { ViewRequest } from './view-request.ts'
import { seriesPoint } from './window.ts'

/** With more replies the check is left to the router's state: it would group every conversation of the window. */
const MOST = 300_000

/**
 * Both buckets in the log, for the tab Routing, with the sample-ratio check over their conversations. Goldens and hypotheses
 * are left out of it, because they ask in the same conversations in each run.
 */
export async function bucketsView({ query, settings }: Sources, { filter }: ViewRequest): Promise<Buckets> {
  const points = await query.series(filter, { everyMs: Infinity, by: 'bucket', measures: ['latencyMs'] })
  const buckets = points.flatMap((point) => {
    const { time: _, value, ...figures } = seriesPoint(point)
    return value === null ? [] : [{ value, ...figures }]
  })
  if (points.reduce((sum, { count }) => sum + count, 0) > MOST)
    return {
      buckets,
      split: null,
      repeated: 0,
      note: 'The log is too large for the check of its buckets: choose a shorter time.',
    }
  const { control, treatment, repeated } = await query.conversations(filter)
  const { controlShare } = settings.router
  const split = control + treatment === 0 ? null : sampleRatio({ control, treatment }, controlShare)
  return { buckets, split, repeated, note: null }
}
