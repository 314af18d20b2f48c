import type { Source } from '../../source.ts'
import { type Basis, basisOf, goldenVerdict, isMeasured, mainSource } from '../golden.ts'
import { evidenceRule } from './evidence-rule.ts'
import { pointRule } from './point-rule.ts'
import { recordLive } from './record-live.ts'
import { type RegressionOptions, regressionProblems, type RegressionPolicy, regressionPolicy } from './policy.ts'
import type { GoldenResult, SetResults } from '../results.ts'
import { type MetricComparison, type Pair, type RuleOptions, strictest, type Verdict } from './rule.ts'
import { slowerGoldens } from './slower.ts'

/** A golden that changed since the baseline: its question or expectation, or the model that answers. */
export interface Stale {
  id: string
  changed: 'fingerprint' | 'model'
  baseline: string
  current: string
}

/** One run of a golden set against its baseline. Lists hold ids of goldens. */
export interface Comparison {
  set: string
  verdict: Verdict
  /** Whether the run passes. An undecided comparison passes unless the policy's `onInconclusive` is `fail`. */
  passes: boolean
  /** Why the verdict is inconclusive. */
  reason?: string
  policy: RegressionPolicy
  /** The drift between runs that the intervals allow for, as a standard deviation of log latency. */
  drift: number
  metrics: MetricComparison[]
  /** The origin of the compared goldens' latencies; null: none was compared. */
  basis: { baseline: Basis | null; current: Basis | null }
  /** The goldens that were compared. */
  compared: string[]
  /** Passed in every repeat of the baseline, and fail now. */
  broke: string[]
  /** Slower beyond the tolerance, each tested on its own; only with at least five repeats on both sides. */
  slower: string[]
  /** Failed in the baseline, and pass in every repeat now. */
  improved: string[]
  /** Answered by the other source than in the baseline. */
  moved: { id: string; from: Source; to: Source }[]
  /** Not compared: changed since the baseline. */
  stale: Stale[]
  /** Not compared: in the baseline, no longer in the set. */
  missing: string[]
  /** Not compared: in the set, not in the baseline. */
  extra: string[]
  /** Not compared: in the set, but filtered out of this run. */
  notRun: string[]
  /** Not compared: at least one repeat got no reply. */
  unmeasured: string[]
}

/** The assumed drift between runs of an unchanged system where it was not measured: 3 %. */
export const USUAL_DRIFT = 0.03

const ONE_LOOK = { shares: [1], index: 0 }

/** The model id of a baseline that did not record one; it is equal to every model. */
export const UNKNOWN_MODEL = 'unknown'

/**
 * Compares a run with the baseline of the same set, golden by golden. Goldens that are the same on both sides and
 * measured in every repeat are compared, all others are listed. A comparison of no golden is inconclusive and never
 * passes. `policy` may be the tolerance alone, 0.25 for a quarter. Throws a RangeError for an invalid policy.
 */
export function compareSets(
  baseline: readonly GoldenResult[],
  current: SetResults,
  policy: number | RegressionOptions,
  { drift = USUAL_DRIFT, greedy = false, look = ONE_LOOK }: Partial<Omit<RuleOptions, 'policy'>> = {},
): Comparison {
  const problems = regressionProblems(policy)
  if (problems.length > 0) throw new RangeError(problems.join('; '))
  const options = { policy: regressionPolicy(policy), drift, greedy, look }
  const { pairs, ...lists } = pairUp(baseline, current)
  const metrics = (options.policy.mode === 'point' ? pointRule : evidenceRule)(pairs, options)
  const verdict = pairs.length === 0 ? 'inconclusive' : strictest(metrics.map((metric) => metric.verdict))
  const undecided =
    pairs.length > 0 && verdict === 'inconclusive' && metrics.every(({ reason }) => reason === undefined)
  return {
    set: current.set,
    verdict,
    passes: verdict === 'pass' || (undecided && options.policy.onInconclusive === 'pass'),
    ...(verdict === 'inconclusive' && {
      reason: pairs.length === 0 ? nothingCompared(baseline, current, lists) : undecidedReasons(metrics),
    }),
    policy: options.policy,
    drift,
    metrics,
    basis: {
      baseline: basisOf(pairs.map((pair) => pair.baseline)),
      current: basisOf(pairs.map((pair) => pair.current)),
    },
    compared: pairs.map((pair) => pair.id),
    broke: pairs
      .filter((pair) => isPass(pair.baseline) && goldenVerdict(pair.current) === 'fail')
      .map((pair) => pair.id),
    slower: slowerGoldens(pairs, options.policy.tolerance),
    improved: pairs.filter((pair) => !isPass(pair.baseline) && isPass(pair.current)).map((pair) => pair.id),
    moved: pairs.flatMap(movedSource),
    ...lists,
  }
}

/**
 * Whether the baseline records this golden as failing. Such a golden counts as failed in every share, but does not fail
 * a run again. A result with another fingerprint is not comparable.
 */
export function knownFailure(baseline: GoldenResult | undefined, fingerprint: string): boolean {
  return baseline !== undefined && baseline.fingerprint === fingerprint && goldenVerdict(baseline) === 'fail'
}

type Lists = Pick<Comparison, 'stale' | 'missing' | 'extra' | 'notRun' | 'unmeasured'>

function pairUp(baseline: readonly GoldenResult[], current: SetResults): Lists & { pairs: Pair[] } {
  const before = new Map(baseline.map((golden) => [golden.id, golden]))
  const inSet = new Set(current.ids)
  const ran = new Set(current.goldens.map((golden) => golden.id))
  const known = modelsOf(baseline)
  const pairs: Pair[] = []
  const stale: Stale[] = []
  const extra: string[] = []
  const unmeasured: string[] = []
  for (const golden of current.goldens) {
    const old = before.get(golden.id)
    const change = old && staleness(old, golden, known)
    if (!isMeasured(golden)) unmeasured.push(golden.id)
    else if (old === undefined) extra.push(golden.id)
    else if (change !== undefined) stale.push(change)
    else if (isMeasured(old)) pairs.push({ id: golden.id, baseline: old, current: golden })
    else unmeasured.push(golden.id)
  }
  const missing = [...before.keys()].filter((id) => !inSet.has(id) && !ran.has(id))
  const notRun = current.ids.filter((id) => !ran.has(id))
  return { pairs, stale, missing, extra, notRun, unmeasured }
}

/**
 * A golden that moved to the other source is answered by another model by design. It is stale only when the baseline has
 * no replies of that source's model.
 */
function staleness(old: GoldenResult, now: GoldenResult, known: ReadonlyMap<Source, Set<string>>): Stale | undefined {
  const { id } = now
  if (old.fingerprint !== now.fingerprint) {
    return { id, changed: 'fingerprint', baseline: old.fingerprint, current: now.fingerprint }
  }
  for (const reply of now.replies) {
    // Most goldens are answered by the model of the baseline.
    if (old.replies.some(({ source, model }) => source === reply.source && model === reply.model)) continue
    const own = modelsOf([old]).get(reply.source) ?? known.get(reply.source)
    if (own === undefined || own.has(UNKNOWN_MODEL) || own.has(reply.model)) continue
    return { id, changed: 'model', baseline: [...own].join(', '), current: reply.model }
  }
  return undefined
}

function modelsOf(goldens: readonly GoldenResult[]): Map<Source, Set<string>> {
  const models = new Map<Source, Set<string>>()
  for (const { source, model } of goldens.flatMap((golden) => golden.replies)) {
    models.set(source, (models.get(source) ?? new Set()).add(model))
  }
  return models
}

const isPass = (golden: GoldenResult) => goldenVerdict(golden) === 'pass'

function movedSource({ id, baseline, current }: Pair): Comparison['moved'] {
  const from = mainSource(baseline)
  const to = mainSource(current)
  return from === null || to === null || from === to ? [] : [{ id, from, to }]
}

function undecidedReasons(metrics: readonly MetricComparison[]): string {
  return metrics
    .flatMap(({ metric, reason, needed }) => {
      const why = reason ?? needed?.sentence
      return why === undefined ? [] : [`${metric}: ${why}`]
    })
    .join('; ')
}

function nothingCompared(baseline: readonly GoldenResult[], current: SetResults, lists: Lists): string {
  if (current.ids.length === 0 && current.goldens.length === 0) return `the set "${current.set}" has no goldens`
  if (current.goldens.length === 0) return `no golden of "${current.set}" ran`
  if (baseline.length === 0)
    return `the baseline of "${current.set}" is empty: record it with \`vitest run goldens -u\``
  const counts = [
    [lists.stale.length, 'changed since the baseline'],
    [lists.extra.length, 'not in the baseline'],
    [lists.unmeasured.length, 'not measured'],
  ] as const
  const words = counts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`)
  const remedy =
    lists.unmeasured.length === current.goldens.length
      ? 'see why the goldens got no reply'
      : `record the baseline again with \`vitest run goldens -u\`${recordLive(basisOf(current.goldens))}`
  return `none of the ${current.goldens.length} goldens that ran can be compared (${words.join(', ')}): ${remedy}`
}
