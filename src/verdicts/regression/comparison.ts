import type { Source } from '../../source.ts'
import { type Basis, basisOf, goldenVerdict, isMeasured, mainSource } from '../golden.ts'
import { CHECK_MODELS, changedModels, describeUncompared, uncomparedSources } from './changed-models.ts'
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
  /** The source that another model answers for; left out: the question or expectation changed. */
  source?: Source
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
  /** The sources of which no golden was compared, because their model changed: such a comparison never passes. */
  uncompared: Source[]
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
 * passes, and neither does one without any golden of a source whose model changed. `policy` may be the tolerance alone,
 * 0.25 for a quarter. Throws a RangeError for an invalid policy.
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
  const judged = pairs.length === 0 ? 'inconclusive' : strictest(metrics.map((metric) => metric.verdict))
  const uncompared = uncomparedSources(pairs, lists.stale)
  const verdict = uncompared.length > 0 && judged === 'pass' ? 'inconclusive' : judged
  const undecided =
    pairs.length > 0 &&
    uncompared.length === 0 &&
    verdict === 'inconclusive' &&
    metrics.every(({ reason }) => reason === undefined)
  return {
    set: current.set,
    verdict,
    passes: verdict === 'pass' || (undecided && options.policy.onInconclusive === 'pass'),
    ...(verdict === 'inconclusive' && {
      reason:
        pairs.length === 0
          ? nothingCompared(baseline, current, lists)
          : [
              ...(uncompared.length === 0 ? [] : [describeUncompared(uncompared, lists.stale)]),
              ...undecidedReasons(metrics),
            ].join('; '),
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
    uncompared,
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
    return { id, changed: 'model', source: reply.source, baseline: [...own].join(', '), current: reply.model }
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

function undecidedReasons(metrics: readonly MetricComparison[]): string[] {
  return metrics.flatMap(({ metric, reason, needed }) => {
    const why = reason ?? needed?.sentence
    return why === undefined ? [] : [`${metric}: ${why}`]
  })
}

function nothingCompared(baseline: readonly GoldenResult[], current: SetResults, lists: Lists): string {
  if (current.ids.length === 0 && current.goldens.length === 0) return `the set "${current.set}" has no goldens`
  if (current.goldens.length === 0) return `no golden of "${current.set}" ran`
  if (baseline.length === 0)
    return `the baseline of "${current.set}" is empty: record it with \`npx vitest run goldens -u\``
  const byModel = lists.stale.filter(({ changed }) => changed === 'model')
  const counts = [
    [lists.stale.length - byModel.length, 'with another question or expectation than in the baseline'],
    [byModel.length, `answered by another model: ${changedModels(byModel)}`],
    [lists.extra.length, 'not in the baseline'],
    [lists.unmeasured.length, 'not measured'],
  ] as const
  const words = counts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`)
  const ran = current.goldens.length
  const none = ran === 1 ? 'the golden that ran cannot' : `none of the ${ran} goldens that ran can`
  return `${none} be compared (${words.join(', ')}): ${remedy(current, lists, byModel.length > 0)}`
}

/** What to do where no golden can be compared. */
function remedy({ goldens }: SetResults, { unmeasured }: Lists, isOtherModel: boolean): string {
  if (unmeasured.length === goldens.length) return 'see why the goldens got no reply'
  const record = `record the baseline again with \`npx vitest run goldens -u\`${recordLive(basisOf(goldens))}`
  return isOtherModel ? `${CHECK_MODELS}; if the change is intended, ${record}` : record
}
