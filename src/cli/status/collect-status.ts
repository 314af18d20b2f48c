import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { LogReport, NotKnown, StatusReport } from '../../../schemas/generated/status.ts'
import { CLOCK_SKEW_MS } from '../../clock.ts'
import { checkLastReport } from '../../artifacts/slo/check.ts'
import { withCompleteRuns } from '../../artifacts/slo/complete-runs.ts'
import { readReport } from '../../artifacts/report/read-report.ts'
import { whyFailed } from '../../artifacts/report/why-failed.ts'
import { reportHealth } from '../../artifacts/report/report-health.ts'
import { type LogSurvey, surveyLog } from '../../provenance/log-survey.ts'
import type { Settings } from '../../settings/settings.ts'
import { problemOf } from '../../text/problem.ts'
import { type HealthSign, judgeHealth, NO_RUN, type SetHealthFacts } from '../../verdicts/health/judge-health.ts'
import { strictest } from '../../verdicts/regression/rule.ts'
import { describeObjective } from '../../verdicts/slo/objective-text.ts'
import { routerStatus } from '../../artifacts/router/router-status.ts'
import { CREATE_STATE, findState } from '../../artifacts/router/find-state.ts'
import { backendStatus } from './backend-status.ts'

const RUN = 'run the goldens: npx vitest run goldens'
const HOUR = 3_600_000

/** From this age a run says nothing about the present: as for `aios slo`. */
const STALE_MS = 168 * HOUR

/** The status of a project now, from its files and the lists of its servers. Changes nothing. */
export async function collectStatus(
  settings: Settings,
  { now, log }: { now: Date; log?: readonly string[] | undefined },
): Promise<StatusReport> {
  const since = { '24h': new Date(now.getTime() - 24 * HOUR), '7d': new Date(now.getTime() - 168 * HOUR) }
  const [backend, survey, router] = await Promise.all([
    backendStatus(settings),
    surveyLog(log ?? settings.dir, since).catch((error: unknown) => problemOf(error).reason),
    routerReport(settings),
  ])
  const { lastRun, sets } = lastRunOf(settings, now, typeof survey === 'string' ? null : survey)
  // Without a state both buckets are at 0.5; without a run nothing is called healthy.
  const noSets = lastRun.state === 'known' ? 'the last run asked no golden' : NO_RUN
  const missing = sets.length === 0 ? noSets : 0
  const drift =
    router.state === 'known' ? router.drift : router.state === 'missing' ? missing : 'its state cannot be read'
  const health = judgeHealth({ sets, noSets, drift }, settings.health)
  return {
    schema_version: '1.0',
    ts: now.toISOString(),
    verdict: verdictOf(health, lastRun.state === 'known' && !lastRun.stale),
    ...backend,
    lastRun,
    objectives: await objectivesOf(settings, now, lastRun.state === 'known' && lastRun.stale),
    router,
    hypotheses: hypothesesOf(survey, settings.root),
    log: logOf(survey, log ?? [settings.dir]),
    health,
  }
}

function verdictOf(health: readonly HealthSign[], isRunCurrent: boolean): StatusReport['verdict'] {
  if (health.some(({ state }) => state === 'red_flag')) return 'red_flag'
  return isRunCurrent && health.every(({ state }) => state !== 'unknown') ? 'no_red_flag' : 'cannot_tell'
}

function notKnown(state: NotKnown['state'], reason: string, next: string): NotKnown {
  return { state, reason, next }
}

function lastRunOf(
  { dir }: Settings,
  now: Date,
  survey: LogSurvey | null,
): { lastRun: StatusReport['lastRun']; sets: SetHealthFacts[] } {
  const path = join(dir, 'last_report.json')
  const report = readReport(path)
  const inLog = survey?.lastRun ?? null
  const logged = inLog === null ? null : `${inLog.status}, ${inLog.backend}, ${inLog.replies} replies, ${inLog.ts}`
  if ('unread' in report) {
    const also = logged === null ? '' : `; the last run in the log: ${logged}`
    return { lastRun: notKnown(report.unread, `${path} ${report.reason}${also}`, RUN), sets: [] }
  }
  const time = Date.parse(report.ts)
  if (Number.isNaN(time) || time > now.getTime() + CLOCK_SKEW_MS) {
    const reason = `${path} ${Number.isNaN(time) ? 'has an invalid time' : 'is dated after now'}: "${report.ts}"`
    return { lastRun: notKnown('unknown', reason, `check the clock, then ${RUN}`), sets: [] }
  }
  const sets = reportHealth(report)
  const isOlder = 'passRate' in report
  const newer =
    inLog !== null && (isOlder || inLog.runId !== report.run_id) && Date.parse(inLog.ts) > time ? logged : null
  return {
    sets,
    lastRun: {
      state: 'known',
      ts: report.ts,
      stale: now.getTime() - time > STALE_MS,
      ...(isOlder ? {} : { runId: report.run_id }),
      status: isOlder ? (report.passed ? 'pass' : 'fail') : report.status,
      backend: isOlder ? null : report.backend,
      failures: isOlder || report.backend === 'none' ? [] : whyFailed(report),
      sets: isOlder
        ? []
        : report.sets.map(({ set, status, counts }) => {
            const { ran, total, passed, failed, unmeasured, unjudged = 0 } = counts
            return { set, status, ran, total, passed, failed, unmeasured, unjudged }
          }),
      newer,
    },
  }
}

async function objectivesOf({ dir, slo }: Settings, now: Date, stale: boolean): Promise<StatusReport['objectives']> {
  const check = await withCompleteRuns(
    dir,
    checkLastReport(dir, {}, { now, maxAgeMs: Infinity, usual: slo, withReasons: false }),
  )
  if (check.kind === 'cannot_tell') return notKnown('unknown', check.reason, check.next)
  return {
    state: 'judged',
    stale,
    verdict: strictest(check.sets.map(({ verdict }) => verdict)),
    from: check.from,
    sets: check.sets.map(({ set, verdict, objectives, reason }) => ({
      set,
      verdict,
      objectives: [
        ...objectives.map(describeObjective),
        ...(objectives.length === 0 && reason !== undefined ? [reason] : []),
      ],
    })),
    notes: check.notes,
  }
}

async function routerReport(settings: Settings): Promise<StatusReport['router']> {
  try {
    const { place, state } = await findState(settings)
    if (state === null) return notKnown('missing', `${place} does not exist: both buckets are at 0.5`, CREATE_STATE)
    const { policy, off, buckets, drift, maxDrift, consideration, moves, split, contradiction } = routerStatus(
      state,
      settings,
      place,
    )
    const arm = ({
      boundary,
      outcomes,
      conversations,
      failures,
      quality,
      latencyMs,
      mainShare,
    }: typeof buckets.control) => ({
      boundary,
      outcomes,
      conversations,
      failures,
      quality,
      latencyMs,
      mainShare,
    })
    const move = moves.at(-1)
    return {
      state: 'known',
      place,
      policy,
      off,
      boundary: buckets.treatment.boundary,
      drift,
      maxDrift,
      control: arm(buckets.control),
      treatment: arm(buckets.treatment),
      reason: consideration.reason,
      wouldChange: consideration.wouldChange,
      lastMove: move === undefined ? null : `${move.from} -> ${move.to} at ${move.ts}: ${move.reason}`,
      warnings: [
        ...(split.warning === null ? [] : [split.warning]),
        ...(contradiction === null ? [] : [`the counts of the state contradict each other: ${contradiction}`]),
      ],
    }
  } catch (error) {
    const { reason, next } = problemOf(error)
    return notKnown('unreadable', reason, next ?? 'look at it: npx aios router')
  }
}

/** A file of tests, as Vitest names them by default. */
const TEST_FILE = /\.(?:test|spec)\.[cm]?[jt]sx?$/

/** Whether the project has suites in its folder `hypotheses`. */
function hasHypotheses(root: string): boolean {
  try {
    return readdirSync(join(root, 'hypotheses'), { recursive: true, encoding: 'utf8' }).some((name) =>
      TEST_FILE.test(name),
    )
  } catch {
    // Most projects have no such folder.
    return false
  }
}

function hypothesesOf(survey: LogSurvey | string, root: string): StatusReport['hypotheses'] {
  if (typeof survey === 'string') return notKnown('unreadable', 'the log cannot be read', 'see the log')
  if (survey.hypotheses.length > 0) return survey.hypotheses
  const where =
    survey.notCounted.length === 0
      ? 'no hypothesis was tested'
      : 'no hypothesis was tested in the newest part of the log'
  return notKnown(
    'missing',
    where,
    hasHypotheses(root)
      ? 'test those of the project: npx vitest run hypotheses'
      : 'write one in hypotheses/*.test.ts, as node_modules/vitest-aios/docs/hypothesis.md shows, then: npx vitest run hypotheses',
  )
}

function logOf(survey: LogSurvey | string, from: readonly string[]): LogReport | NotKnown {
  if (typeof survey === 'string') return notKnown('unreadable', survey, 'check the permissions of the folder, or --log')
  if (survey.files === 0) return notKnown('missing', `there is no log in ${from.join(', ')}`, RUN)
  const { files, bytes, events, byType, first, last, growth, damaged, unreadable, notCounted } = survey
  return {
    state: 'known',
    files,
    bytes,
    events,
    byType,
    first,
    last,
    growth,
    damaged,
    warnings: [
      ...(notCounted.length === 0
        ? []
        : [`not counted, because the log is large: ${notCounted.join(', ')}; count it: npx aios events --count type`]),
      ...unreadable.map(({ path, reason }) => `${path} cannot be read to its end: ${reason}`),
    ],
  }
}
