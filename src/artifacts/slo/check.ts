import { join } from 'node:path'
import { CLOCK_SKEW_MS } from '../../clock.ts'
import { utcMinute } from '../../text/utc-minute.ts'
import { judgeSlo, type SloVerdict } from '../../verdicts/slo/judge.ts'
import { namesOf, type Slo } from '../../verdicts/slo/objectives.ts'
import { readLog } from '../../provenance/read.ts'
import { whyFailed } from '../report/why-failed.ts'
import { judgeOlderReport, type OlderReport } from '../report/older-report.ts'
import { readReport } from '../report/read-report.ts'
import { measuredIn } from './from-log.ts'
import { judgeOlder, OLDER_GOLDENS, OLDER_TRAFFIC } from './older-results.ts'
import { fromReport, targetsIn } from './from-report.ts'

/** The verdicts on the objectives with warnings (`notes`), or why they cannot be judged. */
export type SloCheck =
  | { kind: 'judged'; from: string; sets: SloVerdict[]; notes: string[] }
  | { kind: 'cannot_tell'; reason: string; next: string }

const RUN = 'run the goldens: npx vitest run goldens'
/** Reason where no set has an objective. */
export const NO_OBJECTIVE = 'no objective is set'
const SET_OBJECTIVES = 'set them: aios({ slo }), or --pass-rate 0.95 --p95-ms 20000'

/** Which report to read, and how old it may be. */
interface ReportOptions {
  now: Date
  maxAgeMs: number
  /** The objectives for an older report, which does not contain any. */
  usual?: Slo
  /** Default: `last_report.json` in the folder. */
  path?: string
  /** Whether the notes give the reasons of a run that failed and meets its objectives. Default true. */
  withReasons?: boolean
}

/** Judges the last report by its own objectives; `overrides` replace its targets. */
export function checkLastReport(
  dir: string,
  overrides: Slo,
  { now, maxAgeMs, usual = {}, path: given, withReasons = true }: ReportOptions,
): SloCheck {
  const path = given ?? join(dir, 'last_report.json')
  const report = readReport(path, { mayBePipe: given !== undefined })
  if ('unread' in report) return cannotTell(`${path} ${report.reason}`, RUN)
  const age = now.getTime() - Date.parse(report.ts)
  if (Number.isNaN(age)) return cannotTell(`${path} has an invalid time: "${report.ts}"`, RUN)
  if (age < -CLOCK_SKEW_MS)
    return cannotTell(`${path} is dated after now: ${report.ts}`, `check the clock, then ${RUN}`)
  if (age > maxAgeMs)
    return cannotTell(
      `${path} is too old: it was written at ${utcMinute(report.ts)}`,
      `${RUN}, or allow an older report with --max-age`,
    )
  if ('passRate' in report) return checkOlderReport(report, namesOf(overrides).length > 0 ? overrides : usual)
  if (report.backend === 'none')
    return cannotTell(
      `no golden was asked in the run of ${utcMinute(report.ts)}`,
      'find the cause: npx aios doctor, then: npx vitest run goldens',
    )
  if (report.sets.length === 0) return cannotTell(`${path} is of a run without goldens`, RUN)
  const judged = report.sets.map((set) => ({ name: set.set, verdict: fromReport(set, overrides) }))
  const sets = judged.flatMap(({ verdict }) => verdict ?? [])
  if (sets.length === 0) return cannotTell(NO_OBJECTIVE, SET_OBJECTIVES)
  const isMet = sets.every(({ verdict }) => verdict === 'pass')
  return {
    kind: 'judged',
    from: `the report of ${utcMinute(report.ts)}`,
    sets,
    notes: [
      ...judged.flatMap(({ name, verdict }) => (verdict === null ? [`"${name}" has no objectives`] : [])),
      ...(isMet && withReasons
        ? whyFailed(report).map((reason) => `the objectives are met, but the run failed: ${reason}`)
        : []),
    ],
  }
}

function checkOlderReport(report: OlderReport, slo: Slo): SloCheck {
  if (namesOf(slo).length === 0) return cannotTell(NO_OBJECTIVE, SET_OBJECTIVES)
  return {
    kind: 'judged',
    from: `the older report of ${utcMinute(report.ts)}`,
    sets: [judgeOlderReport(report, slo)],
    notes: [
      ...(slo.p95Ms === undefined ? [] : ['the p95 of an older report is interpolated; today it is the nearest rank']),
      ...(report.passed ? [] : ['the run of the older report did not pass']),
    ],
  }
}

/**
 * Judges the measured replies in the log since a time, by golden set. The objectives are those of `overrides`, else those
 * of the set in the last report, else the `usual` ones.
 */
export async function checkLog(
  dir: string,
  { overrides, usual }: { overrides: Slo; usual: Slo },
  since: Date,
  log: string | readonly string[] = dir,
): Promise<SloCheck> {
  const reading = readLog(log, { since })
  if (reading.files.length === 0) return cannotTell(`there is no log in ${[log].flat().join(', ')}`, RUN)
  const { sets: measured, boundary, notes } = await measuredIn(reading)
  if (measured.size === 0) {
    const details = notes.length === 0 ? '' : ` (${notes.join('; ')})`
    return cannotTell(
      `nothing was measured since ${since.toISOString()}${details}`,
      `${RUN}, or choose an earlier --since`,
    )
  }
  const own = ownObjectives(dir)
  const judged = [...measured].map(([set, goldens]) => {
    const targets = [overrides, own.get(set) ?? {}, usual].find((slo) => namesOf(slo).length > 0)
    const slo = { ...confidenceOf(usual), ...confidenceOf(overrides), ...targets }
    if (targets === undefined) return { set, verdict: null }
    if (set === OLDER_GOLDENS || set === OLDER_TRAFFIC)
      return { set, verdict: judgeOlder(set, goldens, slo, { boundary }) }
    return { set, verdict: judgeSlo({ set, ids: goldens.map(({ id }) => id), goldens }, slo, { boundary }) }
  })
  const sets = judged.flatMap(({ verdict }) => verdict ?? [])
  if (sets.length === 0) return cannotTell(NO_OBJECTIVE, SET_OBJECTIVES)
  const [unread] = reading.skipped.unreadable
  if (unread !== undefined && sets.every(({ verdict }) => verdict === 'pass'))
    return cannotTell(
      `the objectives are met by what could be read, but ${unread.path} cannot be read to its end: ${unread.reason}`,
      'restore that file, or move it away to leave it out',
    )
  const without = judged.flatMap(({ set, verdict }) => (verdict === null ? [`"${set}" has no objectives`] : []))
  return { kind: 'judged', from: `the log since ${utcMinute(since)}`, sets, notes: [...without, ...notes] }
}

/** The objectives of each set in the last report: a suite may have its own. */
function ownObjectives(dir: string): Map<string, Slo> {
  const report = readReport(join(dir, 'last_report.json'))
  return new Map('unread' in report || 'passRate' in report ? [] : report.sets.map((set) => [set.set, targetsIn(set)]))
}

function confidenceOf({ confidence }: Slo): Slo {
  return confidence === undefined ? {} : { confidence }
}

function cannotTell(reason: string, next: string): SloCheck {
  return { kind: 'cannot_tell', reason, next }
}
