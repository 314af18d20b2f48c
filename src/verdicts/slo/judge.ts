import { errorsIn } from '../golden.ts'
import { strictest, type Verdict } from '../regression/rule.ts'
import type { SetResults } from '../results.ts'
import { measure, type Measurement } from './measure.ts'
import { DIRECTIONS, namesOf, type ObjectiveName, type Slo, sloProblems } from './objectives.ts'

/** One objective with its value and verdict. */
export interface Objective {
  objective: ObjectiveName
  /** null: no target was set, and the value is reported only. */
  target: number | null
  /** null: the value cannot be measured. */
  value: number | null
  /** Whether it passes: by its point value, or by its bound where a confidence is asked for. */
  met: boolean
  /** Size of the sample: goldens for passRate, questions for errorRate, 1 for boundaryDrift, else replies. */
  n: number
  /** The statistical evidence; null: the value is exact or unknown. */
  shown: Shown | null
  /** Why it cannot be judged. */
  reason?: string
}

/** Whether the data show that an objective is met or missed, beyond chance. */
export interface Shown {
  /** 0 to 1. */
  confidence: number
  /** The bound on the side that matters; null: the data are too few for one. */
  bound: number | null
  /** `open`: the data show neither. */
  verdict: 'met' | 'missed' | 'open'
  /** Number of different goldens. Several replies to one golden are not independent. */
  goldens: number
  /** How many goldens would show it if all further ones met it; null: not known. */
  needs: number | null
}

/** The verdict on a set, with its objectives in the order of the interface `Slo`. */
export interface SloVerdict {
  set: string
  verdict: Verdict
  objectives: Objective[]
  /** Why the verdict is inconclusive. */
  reason?: string
}

/** A value that misses its target by less than this is a rounding error of binary fractions. */
const ROUNDING = 1e-9

/** The confidence of the reported evidence where the objectives set none. */
const USUAL_CONFIDENCE = 0.95

/**
 * Judges the goldens that ran by the objectives of their set. By default the point values decide, and the evidence is
 * reported with them. With `confidence` the bounds decide, and an objective that they leave open is inconclusive, as is
 * one without data. Inconclusive never passes. Throws a RangeError that names invalid objectives.
 */
export function judgeSlo(results: SetResults, slo: Slo, router: { boundary: number }): SloVerdict {
  const problems = sloProblems(slo)
  if (problems.length > 0) throw new RangeError(problems.join('; '))
  const names = namesOf(slo)
  const judged = names.map((name) => {
    const measured = measure(name, results.goldens, router.boundary)
    return judgeObjective(name, { target: slo[name] ?? NaN, confidence: slo.confidence }, measured)
  })
  const objectives = [...judged.map(({ objective }) => objective), ...errors(results, names)]
  const verdict = strictest(judged.map((each) => each.verdict))
  if (verdict !== 'inconclusive') return { set: results.set, verdict, objectives }
  const reasons = objectives.flatMap(({ objective, reason }) =>
    reason === undefined ? [] : [`${objective}: ${reason}`],
  )
  const reason = reasons.join('; ') || `no objective is set; known are ${Object.keys(DIRECTIONS).join(', ')}`
  return { set: results.set, verdict, objectives, reason }
}

function judgeObjective(
  name: ObjectiveName,
  { target, confidence }: { target: number; confidence: number | undefined },
  measured: Measurement,
): { objective: Objective; verdict: Verdict } {
  const facts = { objective: name, target, value: measured.value, n: measured.n }
  if (measured.value === null) {
    return { objective: { ...facts, met: false, shown: null, reason: measured.reason }, verdict: 'inconclusive' }
  }
  const shown = whatIsShown(name, target, confidence ?? USUAL_CONFIDENCE, measured)
  const point = pointOf(name, target, measured)
  const verdict = confidence === undefined || shown === null ? point : VERDICTS[shown.verdict]
  return {
    objective: { ...facts, met: verdict === 'pass', shown, ...reasonOf(verdict, measured, shown) },
    verdict,
  }
}

/** The verdict of the point value, unless it depends on unjudged replies. */
function pointOf(name: ObjectiveName, target: number, { value, open }: Extract<Measurement, { value: number }>) {
  const verdict = pointVerdict(name, target, value)
  return open !== undefined && pointVerdict(name, target, open.value) !== verdict ? 'inconclusive' : verdict
}

function reasonOf(
  verdict: Verdict,
  { open }: Extract<Measurement, { value: number }>,
  shown: Shown | null,
): { reason?: string } {
  if (verdict !== 'inconclusive') return {}
  if (open !== undefined) return { reason: open.reason }
  return shown === null ? {} : { reason: notShown(shown) }
}

function notShown({ confidence }: Shown): string {
  return `not shown at ${percent(confidence)}`
}

/** Why an objective is not judged, where that is more than its evidence; null: it is judged, or the evidence is the reason. */
export function reasonBesideEvidence({ reason, shown }: Objective): string | null {
  return reason === undefined || (shown !== null && reason === notShown(shown)) ? null : reason
}

const VERDICTS = { met: 'pass', missed: 'fail', open: 'inconclusive' } as const

/** Whether the value itself meets the target. */
export function pointVerdict(name: ObjectiveName, target: number, value: number): 'pass' | 'fail' {
  const meets = DIRECTIONS[name] === 'at least' ? value >= target - ROUNDING : value <= target + ROUNDING
  return meets ? 'pass' : 'fail'
}

function whatIsShown(
  name: ObjectiveName,
  target: number,
  confidence: number,
  { value, goldens, bounds, needs }: Extract<Measurement, { value: number }>,
): Shown | null {
  if (bounds === null) return null
  const { lower, upper } = bounds(confidence)
  const isMet = pointVerdict(name, target, value) === 'pass'
  const [cautious, generous] = DIRECTIONS[name] === 'at least' ? [lower, upper] : [upper, lower]
  if (cautious !== null && pointVerdict(name, target, cautious) === 'pass') {
    return { confidence, bound: cautious, verdict: 'met', goldens, needs: null }
  }
  if (generous !== null && pointVerdict(name, target, generous) === 'fail') {
    return { confidence, bound: generous, verdict: 'missed', goldens, needs: null }
  }
  const size = isMet ? (needs?.(target, confidence) ?? null) : null
  return { confidence, bound: cautious, verdict: 'open', goldens, needs: size !== null && size > goldens ? size : null }
}

/** Reports questions without a reply also where the objectives set no limit for them. */
function errors({ goldens }: SetResults, names: readonly ObjectiveName[]): Objective[] {
  if (names.length === 0 || names.includes('errorRate') || goldens.every((golden) => errorsIn(golden) === 0)) return []
  const { value, n } = measure('errorRate', goldens, 0.5)
  return [{ objective: 'errorRate', target: null, value, met: true, n, shown: null }]
}

function percent(share: number): string {
  return `${Math.round(1_000 * share) / 10} %`
}
