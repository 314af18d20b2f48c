import { isoTime, wallMs } from '../src/clock.ts'
import { writeBaseline } from '../src/artifacts/baseline/write-baseline.ts'
import { type ReportFiles, writeReportFiles } from '../src/artifacts/report/report-files.ts'
import { writeCassettes } from '../src/models/cassette.ts'
import { hypothesisEvents } from '../src/provenance/events/hypothesis-event.ts'
import { runEvent } from '../src/provenance/events/response-event.ts'
import { declarationChanges } from '../src/provenance/hypothesis/declaration-changes.ts'
import type { RunOutcome } from '../src/provenance/run-outcome.ts'
import { errorMessage } from '../src/text/error-message.ts'
import { type HealthSign, judgeHealth, redFlags } from '../src/verdicts/health/judge-health.ts'
import { VERSION } from '../src/version.ts'
import { attemptInto } from './attempt-into.ts'
import { decide, type RunDecision } from './decide.ts'
import { type FinishedRun, isHypothesesOnly } from './finished-run.ts'
import type { BaselinePlan } from './plan-baseline.ts'
import { healthFacts } from './health-facts.ts'
import { reportToGitHub } from './report-to-github.ts'
import type { RunLog } from './run-log.ts'
import type { RunSession } from './run-session.ts'
import type { RunFiles } from './summary.ts'
import type { Telemetry } from './telemetry.ts'
import { backendOf, warningsOf } from './warnings.ts'

/** A run with its files written. */
export interface WrittenRun {
  decision: RunDecision
  files: RunFiles
  /** Problems and warnings, each once. */
  notes: string[]
  redFlags: HealthSign[]
}

/**
 * Writes cassettes, report, baseline, events and GitHub's summary, and decides again when a file cannot be written. The
 * report comes before the baseline: a run that cannot be reported does not change the baseline. `print` writes the
 * annotations that GitHub reads from the output.
 */
export async function writeRun(
  run: FinishedRun,
  {
    session,
    log,
    telemetry,
    print,
  }: { session: RunSession; log: RunLog; telemetry: Telemetry | null; print: (line: string) => void },
): Promise<WrittenRun> {
  const { collected, family } = run
  const { settings, gitCommit } = session
  const endedAt = isoTime()
  const problems: string[] = []
  const attempt = attemptInto(problems)
  const addLogError = () => {
    if (log.error !== null) problems.push(errorMessage(log.error))
  }
  let carriedOut: BaselinePlan | null = null
  let latest: { decision: RunDecision; problems: number } | null = null
  const decided = (): RunDecision => {
    if (latest === null || latest.problems < problems.length) {
      const decision = decide(run, { recordedAt: endedAt, gitCommit, version: VERSION }, { problems, carriedOut })
      latest = { decision, problems: problems.length }
    }
    return latest.decision
  }
  const outcome = (): RunOutcome => ({
    runId: session.runId,
    endedAt,
    backend: backendOf(session, collected),
    status: decided().status,
    durationMs: wallMs() - session.startedAt,
    gitCommit,
    version: VERSION,
  })
  const report = (): Promise<ReportFiles | null> | null =>
    isHypothesesOnly(run) ? null : attempt(() => writeReportFiles(settings.dir, outcome(), decided().outcomes))

  const { recordings } = collected
  const cassettes = recordings.length === 0 ? null : await attempt(() => writeCassettes(settings.cassettes, recordings))
  addLogError()
  let files = await report()
  const reported = problems.length
  const { plan } = decided()
  if (plan.kind === 'record') await attempt(() => writeBaseline(settings.baseline, plan.baseline))
  carriedOut = decided().plan
  // Read before this run's own declarations are in the log.
  const declared = family?.members.map(({ note }) => note) ?? []
  const changes = declared.length === 0 ? [] : declarationChanges(settings.dir, declared)
  const sets = collected.sets.map(({ results }) => results)
  log.append(runEvent(outcome(), collected.events, sets))
  if (family !== null) for (const event of hypothesisEvents(family, outcome())) log.append(event)
  await Promise.all([log.close(), telemetry?.flush()])
  addLogError()
  const notes = () => {
    const unfinished = [log.rotationError, telemetry?.warning ?? null].filter((warning) => warning !== null)
    const warnings = [...warningsOf(run, decided().plan, log.tornBytes), ...unfinished, ...changes]
    return [...new Set([...decided().problems, ...(family?.problems ?? []), ...warnings])]
  }
  const backend = session.backend?.description ?? ''
  await attempt(() => reportToGitHub({ sets: decided().outcomes, family, backend, notes: notes() }, print))
  if (problems.length > reported) files = await report()
  const decision = decided()
  return {
    decision,
    notes: notes(),
    redFlags: redFlags(judgeHealth(healthFacts(decision.outcomes, collected.events), settings.health)),
    files: {
      log: log.written,
      report: files?.report ?? null,
      comparison: files?.comparison ?? null,
      baseline: decision.plan.kind === 'record' ? settings.baseline : null,
      cassettes: cassettes ?? [],
    },
  }
}
