/** The report of a run. The module reads and writes the files of a run: report, comparison and baseline. */
import type { ComparisonRecord, SetComparison } from '../../../schemas/generated/comparison.ts'
import type { Compared, Report, SetReport } from '../../../schemas/generated/report.ts'
import { type Comparison, knownFailure } from '../../verdicts/regression/comparison.ts'
import { goldenVerdict, mainSource, passedOnRetry } from '../../verdicts/golden.ts'
import { mean } from '../../statistics/quantile.ts'
import type { GoldenResult, SetResults } from '../../verdicts/results.ts'
import { type MetricComparison, strictest } from '../../verdicts/regression/rule.ts'
import type { Objective, SloVerdict } from '../../verdicts/slo/judge.ts'
import type { RunOutcome } from '../../provenance/run-outcome.ts'
import { describeObjective } from '../../verdicts/slo/objective-text.ts'
import { whySetFailed } from './why-failed.ts'
import { summarize } from '../../verdicts/summary.ts'

/** The outcome of one golden set in a run. */
export interface SetOutcome {
  /** The file of the golden set. */
  file: string
  /** pass: every golden that ran was measured and judged, none passed on a retry only, and suite and run passed. */
  status: 'pass' | 'fail'
  /** The problem of the whole run, where it is the only reason why the set fails; else null. */
  runProblem: string | null
  results: SetResults
  /** As the run leaves it; null: the baseline does not contain the set, or does not exist. */
  baseline: readonly GoldenResult[] | null
  /** Names of the two configurations that the suite compares; null: it compares with the recorded baseline. */
  configurations: readonly [baseline: string, candidate: string] | null
  /** With `repeats: 'auto'`: the repeats before each look at the verdict, and the index of the last look; else null. */
  looks: { after: readonly number[]; taken: number } | null
  /** A string: why there is no comparison. */
  comparison: Comparison | string
  /** null: there are no objectives. */
  slo: SloVerdict | null
}

/** Builds the report of a run. `comparisonFile` is relative to the report's folder; null when nothing was compared. */
export function buildReport(run: RunOutcome, sets: readonly SetOutcome[], comparisonFile: string | null): Report {
  return {
    schema_version: '2.0',
    run_id: run.runId,
    ts: run.endedAt,
    backend: run.backend,
    status: run.status,
    duration_ms: run.durationMs,
    git_commit: run.gitCommit,
    version: run.version,
    comparison_file: comparisonFile,
    sets: sets.map(setReport),
  }
}

/** All comparisons of a run in full; null when nothing was compared. */
export function buildComparison(run: RunOutcome, sets: readonly SetOutcome[]): ComparisonRecord | null {
  const comparisons = sets.flatMap(({ comparison, ...outcome }) =>
    typeof comparison === 'string' ? [] : [setComparison(comparison, outcome)],
  )
  if (comparisons.length === 0) return null
  return {
    schema_version: '2.0',
    run_id: run.runId,
    ts: run.endedAt,
    backend: run.backend,
    git_commit: run.gitCommit,
    version: run.version,
    verdict: strictest(comparisons.map((comparison) => comparison.verdict)),
    sets: comparisons,
  }
}

function setComparison(comparison: Comparison, outcome: Omit<SetOutcome, 'comparison'>): SetComparison {
  // The reason on disk names the sources that are not compared.
  const { notRun, policy, metrics, uncompared: _, ...facts } = comparison
  const { status, slo } = outcome
  const why = status === 'pass' ? null : whySetFailed(setReport({ ...outcome, comparison }), missed(slo))
  return {
    ...facts,
    policy: policyOnDisk(policy),
    metrics: metrics.map(metricOnDisk),
    not_run: notRun,
    status,
    ...(why !== null && { why }),
  }
}

/** The objectives that are not met, in words. */
function missed(slo: SloVerdict | null): string[] {
  return (slo?.objectives ?? []).filter(({ met, target }) => !met && target !== null).map(describeObjective)
}

function policyOnDisk({ onInconclusive, ...policy }: Comparison['policy']): SetComparison['policy'] {
  return { ...policy, on_inconclusive: onInconclusive }
}

function metricOnDisk({ standardError, ...metric }: MetricComparison): SetComparison['metrics'][number] {
  return { ...metric, ...(standardError !== undefined && { standard_error: standardError }) }
}

/** A set as the report has it. Pure. */
export function setReport(outcome: SetOutcome): SetReport {
  const { file, status, runProblem, results, baseline, configurations, comparison, slo } = outcome
  const { total, ran, passed, failed, knownFailures, unmeasured, unjudged, ...counted } = summarize(results, baseline)
  const { routing, latency, basis, cache } = counted
  const before = new Map(baseline?.map((golden) => [golden.id, golden]))
  const asked = new Set(results.goldens.map((golden) => golden.id))
  const not_run = results.ids.filter((id) => !asked.has(id)).length
  const replies = routing.main_model + routing.embedder
  return {
    set: results.set,
    file,
    status,
    ...(runProblem !== null && { run_problem: runProblem }),
    ...(configurations !== null && {
      configurations: { baseline: configurations[0], candidate: configurations[1] },
    }),
    counts: {
      total,
      ran,
      passed,
      failed,
      known_failures: knownFailures,
      unmeasured,
      unjudged,
      passed_on_retry: counted.passedOnRetry,
      not_run,
    },
    routing: { ...routing, main_share: replies === 0 ? null : routing.main_model / replies },
    latency: {
      mean_ms: latency?.mean ?? null,
      p50_ms: latency?.p50 ?? null,
      p95_ms: latency?.p95 ?? null,
      basis,
      cache,
    },
    comparison: typeof comparison === 'string' ? { verdict: null, reason: comparison } : inShort(comparison),
    slo: slo && sloReport(slo),
    unmeasured: results.goldens.flatMap(({ id, unmeasured }) => unmeasured.map((each) => ({ id, ...each }))),
    goldens: results.goldens.map((golden) => goldenReport(golden, before.get(golden.id))),
  }
}

function inShort(comparison: Comparison): Compared {
  const { verdict, passes, reason, policy, drift, metrics, basis, compared, broke, slower, improved, moved } =
    comparison
  const { stale, missing, extra, notRun, unmeasured } = comparison
  return {
    verdict,
    passes,
    ...(reason !== undefined && { reason }),
    policy: policyOnDisk(policy),
    drift,
    metrics: metrics.map(metricOnDisk),
    basis,
    compared: compared.length,
    broke,
    slower,
    improved,
    moved: moved.map(({ id }) => id),
    not_compared: {
      stale: stale.length,
      missing: missing.length,
      extra: extra.length,
      not_run: notRun.length,
      unmeasured: unmeasured.length,
    },
  }
}

/** Names on disk. */
export const OBJECTIVES = {
  passRate: 'pass_rate',
  p95Ms: 'p95_ms',
  boundaryDrift: 'boundary_drift',
  errorRate: 'error_rate',
  ttftMs: 'ttft_ms',
  tokensPerSecond: 'tokens_per_second',
  tokensPerReply: 'tokens_per_reply',
} as const

function sloReport({ verdict, reason, objectives }: SloVerdict): NonNullable<SetReport['slo']> {
  const onDisk = (each: Objective) => ({ ...each, objective: OBJECTIVES[each.objective] })
  return { verdict, ...(reason !== undefined && { reason }), objectives: objectives.map(onDisk) }
}

function goldenReport(golden: GoldenResult, baseline: GoldenResult | undefined): SetReport['goldens'][number] {
  const verdict = goldenVerdict(golden)
  const shortfall = golden.replies.find((reply) => reply.shortfall !== undefined)?.shortfall
  return {
    id: golden.id,
    trait: golden.trait,
    verdict,
    ...(passedOnRetry(golden) && { passed_on_retry: true as const }),
    known_failure: verdict === 'fail' && knownFailure(baseline, golden.fingerprint),
    source: mainSource(golden),
    model: golden.replies[0]?.model ?? null,
    latency_ms: mean(golden.replies.map((reply) => reply.latencyMs)),
    repeats: golden.replies.length,
    ...(golden.repairedErrors !== undefined && { repaired_errors: golden.repairedErrors }),
    ...(shortfall !== undefined && { shortfall: shortfall.description }),
  }
}
