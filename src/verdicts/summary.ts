import type { Source } from '../source.ts'
import { knownFailure } from './regression/comparison.ts'
import { type Basis, basisOf, goldenVerdict, passedOnRetry } from './golden.ts'
import { cacheCounts, type CacheState } from './prompt-cache.ts'
import { mean, nearestRank } from '../statistics/quantile.ts'
import type { GoldenResult, SetResults } from './results.ts'

/** One golden set of a run in numbers. */
export interface SetSummary {
  set: string
  /** Goldens of the set. */
  total: number
  /** Goldens that were asked; each of them passed, failed, is unmeasured, or is unjudged. */
  ran: number
  passed: number
  failed: number
  /** Those of the failed that the baseline already records as failing. */
  knownFailures: number
  unmeasured: number
  /** Goldens of which no reply failed and not all were judged; they did not pass. */
  unjudged: number
  /** Goldens that failed or got no reply at first and passed when Vitest tried again, also where the suite counts that. */
  passedOnRetry: number
  /** Replies by source. */
  routing: Record<Source, number>
  /** Milliseconds over all replies, percentiles by nearest rank; null: no reply. */
  latency: { mean: number; p50: number; p95: number } | null
  /** What the latencies rest on; null: no reply. */
  basis: Basis | null
  /** Replies by how much of their prompt came from the server's cache. */
  cache: Record<CacheState, number>
}

/** Counts a set's results. `baseline` (null: there is none) tells which failures are known. */
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
