import type { Routing } from '../../../schemas/generated/dashboard.ts'
import type { LogFilter } from '../../provenance/query/log-filter.ts'
import type { LogQuery } from '../../provenance/query/log-query.ts'
import { sampleRatio } from '../../router/health.ts'

/** With more replies the check is left to the router's state: it would read every conversation of the window. */
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
  const buckets = new Map<string, string>()
  let repeated = 0
  const facts = query.facts({ ...filter, type: 'response' }, ['conversation', 'bucket', 'golden', 'hypothesis'])
  for await (const { conversation, bucket, golden, hypothesis } of facts) {
    if (golden !== null || hypothesis !== null) repeated += 1
    else if (conversation !== null && bucket !== null) buckets.set(conversation, bucket)
  }
  if (buckets.size === 0) return { split: null, repeated, note: null }
  const control = [...buckets.values()].filter((bucket) => bucket === 'control').length
  return { split: sampleRatio({ control, treatment: buckets.size - control }, controlShare), repeated, note: null }
}
