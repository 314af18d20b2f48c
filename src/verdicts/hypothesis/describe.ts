import type { Finding } from './finding.ts'

/**
 * A finding in one line, such as `ratio 1.42 (95 %: 1.31 to 1.55, claimed at least 2), p 1, n 120 x 5, exact
 * signed-rank`. It contains no text of models or goldens, and no reason.
 */
export function describeFinding(finding: Finding): string {
  return `${describeNumbers(finding)}, ${finding.method}`
}

/** A finding in one line, without the method. */
export function describeNumbers(finding: Finding): string {
  const { p, n, repeats } = finding
  return [describeEffect(finding), describeP(p), repeats > 1 ? `n ${n} x ${repeats}` : `n ${n}`].join(', ')
}

/** The effect alone, such as `ratio 1.42 (95 %: 1.31 to 1.55, claimed at least 2)`. */
export function describeEffect({ effect, interval }: Finding): string {
  const confidence = percent(interval.confidence)
  const either = effect.claimed === 'beyond' ? ' either way' : ''
  const bounds = [significant(interval.lower), significant(interval.upper)]
  const range = interval.lower === null && interval.upper === null ? 'no interval' : bounds.join(' to ')
  const size = `${effect.name} ${significant(effect.value)}`
  return `${size} (${confidence}: ${range}, claimed ${effect.claimed} ${significant(effect.minimum)}${either})`
}

/** `p 0.0312`, `p < 0.0001`, or `no p`. */
export function describeP(p: number | null): string {
  if (p === null || !Number.isFinite(p)) return 'no p'
  return p < 0.0001 ? 'p < 0.0001' : `p ${significant(p)}`
}

/** A share as a percentage, such as `97.5 %`; not rounded, since 99.95 % is not 100 %. */
export function percent(share: number): string {
  return Number.isFinite(share) ? `${Number((share * 100).toPrecision(12))} %` : 'unknown'
}

/** Three significant digits; whole numbers keep all of theirs. */
function significant(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return 'unknown'
  return Math.abs(value) >= 1_000 ? String(Math.round(value)) : String(Number(value.toPrecision(3)))
}
