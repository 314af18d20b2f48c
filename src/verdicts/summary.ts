import type { Source } from '../source.ts'
import { knownFailure } from './regression/comparison.ts'
import { type Basis, basisOf, goldenVerdict, passedOnRetry } from './golden.ts'
import { cacheCounts, type CacheState } from './prompt-cache.ts'
import { mean, nearestRank } from '../statistics/quantile.ts'
import type { GoldenResult, SetResults } from './results.ts'

/** The counts and latencies of one golden set in a run. */
export interface SetSummary {
  set: string
  /** Goldens of the set. */
  total: number
  /** Goldens that were asked: the sum of passed, failed, unmeasured and unjudged. */
  ran: number
  passed: number
  failed: number
  /** Failed goldens that the baseline records as failing too. */
  knownFailures: number
  unmeasured: number
  /** Goldens without a failed reply of which a reply was not judged. They do not count as passed. */
  unjudged: number
  /** Goldens whose first attempt failed or got no reply and a retry of Vitest passed, whichever attempt counts. */
  passedOnRetry: number
  /** Replies by source. */
  routing: Record<Source, number>
  /** Milliseconds over all replies, percentiles by nearest rank; null: no reply. */
  latency: { mean: number; p50: number; p95: number } | null
  /** The origin of the latencies; null: no reply. */
  basis: Basis | null
  /** Replies by the state of the server's prompt cache. */
  cache: Record<CacheState, number>
}

/** Counts a set's results. Failures that `baseline` records too are known failures; null: no baseline. */
export function summarize(results: SetResults, baseline: readonly GoldenResult[] | null): SetSummary {
  const before = new Map(baseline?.map((golden) => [golden.id, golden]))
  const judged = results.goldens.map((golden) => ({ golden, verdict: goldenVerdict(golden) }))
  const failed = judged.filter(({ verdict }) => verdict === 'fail')
  const replies = results.goldens.flatMap((golden) => golden.replies)
  const byMain = replies.filter((reply) => reply.source === 'main_model').length
  return {
    set: results.set,
    total: results.ids.length,
    ran: results.goldens.length,
    passed: judged.filter(({ verdict }) => verdict === 'pass').length,
    failed: failed.length,
    knownFailures: failed.filter(({ golden }) => knownFailure(before.get(golden.id), golden.fingerprint)).length,
    unmeasured: judged.filter(({ verdict }) => verdict === 'unmeasured').length,
    unjudged: judged.filter(({ verdict }) => verdict === 'unjudged').length,
    passedOnRetry: results.goldens.filter(passedOnRetry).length,
    routing: { main_model: byMain, embedder: replies.length - byMain },
    latency: latencyOf(replies.map((reply) => reply.latencyMs)),
    basis: basisOf(results.goldens),
    cache: cacheCounts(replies),
  }
}

function latencyOf(values: readonly number[]): SetSummary['latency'] {
  const [average, p50, p95] = [mean(values), nearestRank(values, 0.5), nearestRank(values, 0.95)]
  return average === null || p50 === null || p95 === null ? null : { mean: average, p50, p95 }
}
