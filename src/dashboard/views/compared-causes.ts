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
  const why = isExplained || reason === undefined ? '' : `: ${reason}`
  return [{ kind: 'comparison', set, text: `the comparison is inconclusive${why}`, measure: null, next: null }]
}

/**
 * The models that changed since the baseline, with their role: `models changed: main_model a → b; 4 goldens are not
 * compared`; null: none. `sourceOf`: the source of a golden's reply, null where it is not known. Pure.
 */
export function modelsText(stale: SetComparison['stale'], sourceOf: (id: string) => string | null): string | null {
  const changed = stale.filter(({ changed: what }) => what === 'model')
  if (changed.length === 0) return null
  const pairs = changed.map(({ id, baseline, current }) => {
    const source = sourceOf(id)
    return `${source === null ? '' : `${source} `}${baseline} → ${current}`
  })
  const are = changed.length === 1 ? 'is' : 'are'
  return `models changed: ${[...new Set(pairs)].join(', ')}; ${counted(changed.length, 'golden')} ${are} not compared`
}

function regression({ metric, baseline, current }: Pick<Judged['metrics'][number], 'metric' | 'baseline' | 'current'>) {
  const longest = Math.max(baseline ?? 0, current ?? 0)
  const [from, to] = [baseline, current].map((value) =>
    value === null ? 'unknown' : metric === 'latency' ? milliseconds(value, longest) : percent(value),
  )
  return `${METRIC_NAMES[metric]} ${from} → ${to}`
}
