import type { MetricComparison } from '../evidence/regression/rule.ts'
import type { Objective } from '../evidence/slo.ts'
import { printable } from '../provenance/printable.ts'

const NAMES = { latency: 'mean latency', quality: 'pass rate', routing: 'main_model share' }

/** One metric of a comparison on one line: `mean latency 640 ms -> 812 ms (+26.9 %, limit +25 %), n 10: fail`. */
export function describeMetric({
  metric,
  baseline,
  current,
  change,
  limit,
  n,
  verdict,
  reason,
}: MetricComparison): string {
  const value = (number: number | null) =>
    number === null ? 'unknown' : metric === 'latency' ? milliseconds(number) : percent(number)
  const unit = metric === 'routing' ? 'points' : '%'
  const shift =
    change === null
      ? 'change unknown'
      : `${signed(change)} ${unit}, limit ${metric === 'routing' ? '±' : ''}${metric === 'routing' ? Math.round(limit * 100) : signed(limit, 0)} ${unit}`
  return `${NAMES[metric]} ${value(baseline)} -> ${value(current)} (${shift}), n ${n}: ${verdict}${because(reason)}`
}

/** One objective on one line: `passRate 0.9 (at least 0.95), n 10: not met`. */
export function describeObjective({ objective, target, value, met, n, reason }: Objective): string {
  const bound = objective === 'passRate' ? 'at least' : 'at most'
  const shown =
    value === null ? 'unknown' : objective === 'p95Ms' ? milliseconds(value) : String(Math.round(value * 1000) / 1000)
  const limit = objective === 'p95Ms' ? milliseconds(target) : String(target)
  return `${objective} ${shown} (${bound} ${limit}), n ${n}: ${met ? 'met' : 'not met'}${because(reason)}`
}

/** A reason may name a golden, whose id may be any text. */
function because(reason: string | undefined): string {
  return reason === undefined ? '' : ` (${printable(reason, { max: 300 })})`
}

/** `640 ms`, `12.3 s`. */
export function milliseconds(value: number): string {
  if (value >= 10_000) return `${(value / 1000).toFixed(1)} s`
  // By hand: the first number that Intl formats costs a run 20 ms.
  return `${String(Math.round(value)).replace(/(?<=\d)(?=\d{3}$)/, ',')} ms`
}

/** `61.5 %` of a share. */
export function percent(share: number): string {
  const value = share * 100
  return `${Number.isInteger(value) ? value : value.toFixed(1)} %`
}

function signed(share: number, digits = 1): string {
  const value = (share * 100).toFixed(digits)
  return share > 0 ? `+${value}` : value
}
