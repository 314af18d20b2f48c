import type { Report } from '../../../schemas/generated/report.ts'
import { mean } from '../../statistics/quantile.ts'
import { type Objective, pointVerdict, type SloVerdict } from '../../verdicts/slo/judge.ts'
import { repeatedQuantile } from '../../verdicts/slo/repeated-quantile.ts'
import { namesOf, type ObjectiveName, type Slo } from '../../verdicts/slo/objectives.ts'
import { OBJECTIVES } from '../report/report.ts'
import { sloVerdictOf } from '../../verdicts/slo/combine.ts'

type SetReport = Report['sets'][number]

/**
 * Judges a set by the objectives in its report, or by `overrides` in their place; null: it has no objectives. The verdict is
 * inconclusive where the report lacks a value, or only a part of the set ran.
 */
export function fromReport(set: SetReport, overrides: Slo): SloVerdict | null {
  const recorded = (set.slo?.objectives ?? []).map(fromDisk)
  const wanted = namesOf(overrides)
  const { ran, total } = set.counts
  if (ran < total) {
    const reason = `only ${ran} of ${total} goldens ran; objectives apply to the whole set`
    return { set: set.set, verdict: 'inconclusive', objectives: [], reason }
  }
  if (wanted.length === 0) {
    if (set.slo === null || recorded.length === 0) return null
    const { verdict, reason } = set.slo
    return { set: set.set, verdict, objectives: recorded, ...(reason !== undefined && { reason }) }
  }
  const known = new Map(recorded.map((objective) => [objective.objective, objective]))
  const objectives = wanted.map((name) => overridden(name, overrides[name] ?? NaN, set, known.get(name)))
  return sloVerdictOf(set.set, objectives)
}

/** Judges another target by the point value alone, because a report contains values and not replies. */
function overridden(name: ObjectiveName, target: number, set: SetReport, recorded: Objective | undefined): Objective {
  if (recorded?.target === target) return recorded
  const value = recorded?.value ?? summarized(name, set)
  if (value === null) {
    const reason = recorded?.reason ?? 'the report does not have it; compute it from the log with --since 24h'
    return { objective: name, target, value, met: false, n: recorded?.n ?? 0, shown: null, reason }
  }
  const met = pointVerdict(name, target, value) === 'pass'
  const { ran, passed, unjudged = 0 } = set.counts
  if (name === 'passRate' && !met && pointVerdict(name, target, (passed + unjudged) / ran) === 'pass') {
    const reason = `${unjudged} of ${ran} goldens have replies that were not judged`
    return { objective: name, target, value, met, n: ran, shown: null, reason }
  }
  const lost = lostGoldens(set)
  if (lost > 0 && met && isLatency(name) && pointVerdict(name, target, slowest(name, set)) === 'fail') {
    const reason = `${lost} of ${ran} goldens have questions without a reply, whose latency is not known`
    return { objective: name, target, value, met: false, n: ran, shown: null, reason }
  }
  return { objective: name, target, value, met, n: recorded?.n ?? set.counts.ran, shown: null }
}

function isLatency(name: ObjectiveName): name is 'p95Ms' | 'ttftMs' {
  return name === 'p95Ms' || name === 'ttftMs'
}

function lostGoldens({ unmeasured }: SetReport): number {
  return new Set(unmeasured.map(({ id }) => id)).size
}

/** The 95th percentile if questions without a reply had been the slowest. A report has no first-token times by golden. */
function slowest(name: 'p95Ms' | 'ttftMs', { goldens, unmeasured }: SetReport): number {
  const lost = Map.groupBy(unmeasured, ({ id }) => id)
  const known = (latency: number | null) => (name === 'p95Ms' ? (latency ?? Infinity) : 0)
  const groups = goldens.map(({ id, repeats, latency_ms }) => [
    ...Array<number>(repeats).fill(known(latency_ms)),
    ...(lost.get(id) ?? []).map(() => Infinity),
  ])
  return (
    repeatedQuantile(
      groups.filter((group) => group.length > 0),
      0.95,
    ) ?? Infinity
  )
}

/** Values that every report contains, with or without objectives. */
function summarized(name: ObjectiveName, { counts, latency, goldens, unmeasured }: SetReport): number | null {
  if (name === 'passRate') return counts.ran === 0 ? null : counts.passed / counts.ran
  if (name === 'p95Ms') return latency.p95_ms
  if (name !== 'errorRate') return null
  const failed = Map.groupBy(unmeasured, ({ id }) => id)
  return mean(
    goldens.flatMap(({ id, repeats, repaired_errors = 0 }) => {
      const errors = (failed.get(id)?.length ?? 0) + repaired_errors
      return errors + repeats === 0 ? [] : [errors / (errors + repeats)]
    }),
  )
}

/** The targets of a set in a report, to judge other data by them. */
export function targetsIn(set: SetReport): Slo {
  const targets = (set.slo?.objectives ?? []).map(fromDisk).filter(({ target }) => target !== null)
  return Object.fromEntries(targets.map(({ objective, target }) => [objective, target]))
}

function fromDisk({ objective, ...facts }: NonNullable<SetReport['slo']>['objectives'][number]): Objective {
  return { ...facts, objective: NAMES[objective] }
}

const NAMES = Object.fromEntries(Object.entries(OBJECTIVES).map(([name, onDisk]) => [onDisk, name])) as {
  [Name in ObjectiveName as (typeof OBJECTIVES)[Name]]: Name
}
