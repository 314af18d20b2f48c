import type { MetricComparison } from './rule.ts'
import { milliseconds, percent } from '../../text/amounts.ts'
import { printable } from '../../text/printable.ts'

/** Names of the metrics in texts. */
export const METRIC_NAMES = { latency: 'mean latency', quality: 'pass rate', routing: 'main_model share' }

/** The latency of the typical golden: the middle of the goldens' own changes, and not the change of the mean. */
const TYPICAL = 'typical latency'

/** The metric that got worse, with its change where the verdict rests on an interval: `typical latency +31.4 %`. Pure. */
export function describeWorse({ metric, change, interval }: Pick<MetricComparison, 'metric' | 'change' | 'interval'>) {
  if (metric !== 'latency' || interval === null || change === null) return METRIC_NAMES[metric]
  return `${TYPICAL} ${signed(change)} %`
}

/**
 * One metric of a comparison on one line, with its evidence:
 * `typical latency -7.4 % (95 %: -12.0 to -3.1, limit +25), p 0.99, n 120 x 5: pass`.
 */
export function describeMetric(metric: MetricComparison): string {
  const { change, interval, n, repeats, verdict, needed, reason } = metric
  const size = `n ${n}${repeats > 1 ? ` x ${repeats}` : ''}`
  const because = [metric.note, reason ?? needed?.sentence].filter((text) => text !== undefined).join('; ')
  const end = `${size}: ${verdict}${because === '' ? '' : ` (${printable(because, { max: 400 })})`}`
  if (change === null) {
    const isKnown = metric.baseline !== null && metric.current !== null
    return `${isKnown ? values(metric) : METRIC_NAMES[metric.metric]} not compared, ${end}`
  }
  if (interval === null) return `${values(metric)} (${signed(change)} ${unit(metric)}, limit ${limit(metric)}), ${end}`
  const evidence = `95 %: ${bounds(interval)}, limit ${limit(metric)}`
  if (metric.metric === 'latency') return `${TYPICAL} ${signed(change)} % (${evidence}), ${pValue(metric.p)}, ${end}`
  const [from, to] = [metric.baseline, metric.current].map((share) => short(share ?? NaN))
  const chance = metric.metric === 'quality' && metric.p === null ? 'greedy: the value decides' : pValue(metric.p)
  return `${METRIC_NAMES[metric.metric]} ${from} -> ${to} % (${signed(change)}, ${evidence}), ${chance}, ${end}`
}

/** The limit of a metric, as its interval is labelled: `pass rate: limit -12.5 points`. */
export function describeLimit(metric: MetricComparison): string {
  const name = metric.metric === 'latency' ? 'latency' : METRIC_NAMES[metric.metric]
  return `${name}: limit ${limit(metric)} ${unit(metric)}`
}

function values({ metric, baseline, current }: MetricComparison): string {
  const value = (number: number | null, beside: number | null) =>
    number === null ? 'unknown' : metric === 'latency' ? milliseconds(number, beside ?? number) : percent(number)
  return `${METRIC_NAMES[metric]} ${value(baseline, current)} -> ${value(current, baseline)}`
}

function unit({ scale }: MetricComparison): string {
  return scale === 'relative' ? '%' : 'points'
}

function limit({ metric, limit }: MetricComparison): string {
  return metric === 'routing' ? `±${short(limit)}` : `${limit > 0 ? '+' : ''}${short(limit)}`
}

function bounds({ lower, upper }: NonNullable<MetricComparison['interval']>): string {
  if (lower === null && upper === null) return 'no bounds'
  return `${lower === null ? 'open' : signed(lower)} to ${upper === null ? 'open' : signed(upper)}`
}

/** `p 0.03`, `p < 0.0001`; a p value of nearly 1 is not called 1. */
function pValue(p: number | null): string {
  if (p === null) return 'p unknown'
  if (p < 0.0001) return 'p < 0.0001'
  return p > 0.99 ? 'p > 0.99' : `p ${Number(p.toPrecision(2))}`
}

function signed(share: number): string {
  const value = (share * 100).toFixed(1)
  return share > 0 ? `+${value}` : value.replace(/^-(?=0\.0$)/, '')
}

/** A limit as it was written: `25`, `12.5`. */
function short(share: number): string {
  return String(Math.round(share * 1_000) / 10)
}
