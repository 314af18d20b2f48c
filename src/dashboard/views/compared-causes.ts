import type { SetComparison } from '../../../schemas/generated/comparison.ts'
import type { Compared } from '../../../schemas/generated/report.ts'
import { counted } from '../../text/counted.ts'
import { METRIC_NAMES } from '../../verdicts/regression/metric-text.ts'
import { milliseconds, percent } from '../format.ts'
import type { RunCause } from './run-cause.ts'

type Judged = Pick<Compared, 'verdict' | 'passes' | 'reason' | 'metrics'>

/** What shows the replies of a metric. */
const MEASURES = { latency: 'p95Ms', quality: 'passRate', routing: 'mainShare' } as const

/** What else is known of the set. */
interface Beside {
  /** Whether the change of its models is named, which explains why little was compared. */
  isExplained: boolean
  /** Goldens without a reply, and goldens that ran. */
  lost: number
  ran: number
}

/** The metrics of a set that its comparison with the baseline calls worse, or why it decides nothing. Pure. */
export function comparedCauses(set: string, judged: Judged, { isExplained, lost, ran }: Beside): RunCause[] {
  const { verdict, passes, reason, metrics } = judged
  const worse = metrics.filter((metric) => metric.verdict === 'fail')
  if (worse.length > 0)
    return worse.map((metric): RunCause => {
      return { kind: 'regression', set, text: regression(metric), measure: MEASURES[metric.metric], next: null }
    })
  // Without a reply nothing can be compared, and the cause of that is named.
  if (verdict !== 'inconclusive' || passes || (ran > 0 && lost === ran)) return []
  const why = isExplained ? ', because its models changed' : reason === undefined ? '' : `: ${reason}`
  return [{ kind: 'comparison', set, text: `the comparison is inconclusive${why}`, measure: null, next: null }]
}

/** A set whose models are compared with those of the baseline. */
export interface ComparedModels {
  set: string
  stale: SetComparison['stale']
  /** The source of a golden's reply; null: not known. */
  sourceOf: (id: string) => string | null
}

/**
 * The models that changed since the baseline, with their roles, as one cause for all sets: `models changed: main_model a →
 * b; 4 goldens are not compared`; empty: none did. Pure.
 */
export function modelsCause(sets: readonly ComparedModels[]): RunCause[] {
  const changed = sets.flatMap(({ set, stale, sourceOf }) =>
    stale
      .filter(({ changed: what }) => what === 'model')
      .map(({ id, source, baseline, current }) => ({
        set,
        source: source ?? sourceOf(id),
        pair: `${baseline} → ${current}`,
      })),
  )
  const [first] = changed
  if (first === undefined) return []
  const pairs = new Set(changed.map(({ source, pair }) => (source === null ? pair : `${source} ${pair}`)))
  const are = changed.length === 1 ? 'is' : 'are'
  const text = `models changed: ${[...pairs].join(', ')}; ${counted(changed.length, 'golden')} ${are} not compared`
  const set = changed.every((each) => each.set === first.set) ? first.set : null
  return [{ kind: 'models', set, text, measure: null, next: null }]
}

/** Whether a model of a set changed. Pure. */
export function hasOtherModels(stale: SetComparison['stale']): boolean {
  return stale.some(({ changed }) => changed === 'model')
}

function regression({ metric, baseline, current }: Pick<Judged['metrics'][number], 'metric' | 'baseline' | 'current'>) {
  const longest = Math.max(baseline ?? 0, current ?? 0)
  const [from, to] = [baseline, current].map((value) =>
    value === null ? 'unknown' : metric === 'latency' ? milliseconds(value, longest) : percent(value),
  )
  return `${METRIC_NAMES[metric]} ${from} → ${to}`
}
