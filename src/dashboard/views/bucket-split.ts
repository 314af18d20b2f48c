import type { Routing } from '../../../schemas/generated/dashboard.ts'
import type { LogFilter } from '../../provenance/query/log-filter.ts'
import type { LogQuery } from '../../provenance/query/log-query.ts'
import { sampleRatio } from '../../router/health.ts'

/** With more replies the check is left to the router's state: it would group every conversation of the window. */
const MOST = 300_000

/**
 * The sample-ratio check over the conversations in the log. Goldens and hypotheses are left out, because they ask in the
 * same conversations in each run.
 */
export async function bucketSplit(
  query: LogQuery,
  filter: LogFilter,
  { total, controlShare }: { total: number; controlShare: number },
): Promise<{ split: Routing['logSplit']; repeated: number; note: string | null }> {
  if (total > MOST)
    return {
      split: null,
      repeated: 0,
      note: 'The log is too large for the check of its buckets: choose a shorter time.',
    }
  const { control, treatment, repeated } = await query.conversations(filter)
  const split = control + treatment === 0 ? null : sampleRatio({ control, treatment }, controlShare)
  return { split, repeated, note: null }
}
