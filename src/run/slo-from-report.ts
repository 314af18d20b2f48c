import type { Report } from '../../schemas/generated/report.ts'
import { strictest } from '../evidence/regression/rule.ts'
import type { Objective, SloVerdict } from '../evidence/slo/judge.ts'
import { DIRECTIONS, namesOf, type ObjectiveName, type Slo } from '../evidence/slo/objectives.ts'
import { OBJECTIVES } from './report.ts'

type SetReport = Report['sets'][number]

/**
 * The objectives of a set as its report has them, each target replaced by the one that `overrides` names; a text says why
 * that cannot be told.
 */
export function fromReport(set: SetReport, overrides: Slo): SloVerdict | string {
  const recorded = (set.slo?.objectives ?? []).map(fromDisk)
  const wanted = namesOf(overrides)
  const known = new Map(recorded.map((objective) => [objective.objective, objective]))
  const judged =
    wanted.length === 0
      ? recorded
      : wanted.map((name) => overridden(name, overrides[name] ?? NaN, set, known.get(name)))
  if (judged.length === 0) return `no objective is set for "${set.set}"`
  const unknown = judged.filter((objective) => objective.target !== null && objective.value === null)
  if (unknown.length > 0)
    return unknown.map(({ objective, reason }) => `${set.set}: ${objective}: ${reason ?? 'unknown'}`).join('; ')
  const verdicts = judged.filter(({ target }) => target !== null).map(({ met }) => (met ? 'pass' : 'fail'))
  const verdict = wanted.length === 0 && set.slo !== null ? set.slo.verdict : strictest(verdicts)
  return { set: set.set, verdict, objectives: judged, ...(set.slo?.reason !== undefined && { reason: set.slo.reason }) }
}

/** A report keeps values, and no replies: another target is judged by the point value alone. */
function overridden(name: ObjectiveName, target: number, set: SetReport, recorded: Objective | undefined): Objective {
  const value = recorded?.value ?? summarized(name, set)
  if (value === null) {
    const reason = 'the report does not have it; compute it from the log with --since 24h'
    return { objective: name, target, value, met: false, n: 0, shown: null, reason }
  }
  const met = DIRECTIONS[name] === 'at least' ? value >= target : value <= target
  return { objective: name, target, value, met, n: recorded?.n ?? set.counts.ran, shown: null }
}

function summarized(name: ObjectiveName, { counts, latency }: SetReport): number | null {
  if (name === 'passRate') return counts.ran === 0 ? null : counts.passed / counts.ran
  return name === 'p95Ms' ? latency.p95_ms : null
}

function fromDisk({ objective, ...facts }: NonNullable<SetReport['slo']>['objectives'][number]): Objective {
  const names = Object.entries(OBJECTIVES) as [ObjectiveName, string][]
  return { ...facts, objective: names.find(([, onDisk]) => onDisk === objective)?.[0] ?? 'passRate' }
}
