import { printable } from '../../text/printable.ts'
import { milliseconds, percent } from '../../text/amounts.ts'
import { type HealthSign, isFasterHealthy } from './judge-health.ts'
import type { HealthMeasure, HealthRange } from './ranges.ts'

const NAMES: Readonly<Record<HealthMeasure, string>> = {
  passRate: 'pass rate',
  p50Ms: 'p50',
  p95Ms: 'p95',
  mainShare: 'main_model share',
  boundaryDrift: 'drift',
}

/** A sign in words, for tables and lines. */
export interface HealthText {
  name: string
  /** `26.0 s`, `unknown`. */
  value: string
  /** `healthy up to 20.0 s, red flag above 25.0 s`. */
  limits: string
  /** Empty where there is none. */
  reason: string
}

/** The words of a sign. Control characters are escaped. Pure. */
export function healthText({ measure, value, range, basis, reason = '' }: HealthSign): HealthText {
  const amount = (number: number) => amountOf(measure, number)
  const from = basis === undefined || basis === 'measured' ? '' : ` (${basis})`
  return {
    name: NAMES[measure],
    value: value === null ? 'unknown' : `${amountOf(measure, value, digitsOf(value, range))}${from}`,
    limits: [
      `healthy ${rangeText(measure, range)}`,
      ...(range.redBelow === null ? [] : [`red flag below ${amount(range.redBelow)}`]),
      ...(range.redAbove === null ? [] : [`red flag above ${amount(range.redAbove)}`]),
    ].join(', '),
    reason: printable(reason, { max: 200 }),
  }
}

/** A red flag on one line: `sample set: p95 26.0 s (healthy up to 20.0 s, red flag above 25.0 s)`. Pure. */
export function describeRedFlag(sign: HealthSign): string {
  const { name, value, limits, reason } = healthText(sign)
  const set = sign.set === null ? '' : `${printable(sign.set, { max: 60 })}: `
  return `${set}${name} ${value}${reason === '' ? '' : `, ${reason}`} (${limits})`
}

function isLatency(measure: HealthMeasure): boolean {
  return measure === 'p50Ms' || measure === 'p95Ms'
}

function amountOf(measure: HealthMeasure, value: number, digits = 2): string {
  if (isLatency(measure)) return milliseconds(value)
  return measure === 'boundaryDrift' ? String(Math.round(value * 1e4) / 1e4) : percent(value, digits)
}

/** The decimal places of a share: one, and more where it would be rounded to a limit that it misses. */
function digitsOf(value: number, { from, to, redBelow, redAbove }: HealthRange): number {
  const limits = [from, to, redBelow, redAbove].filter((limit) => limit !== null && Math.abs(limit - value) > 1e-9)
  return [1, 2].find((digits) => !limits.some((limit) => percent(limit ?? 0, digits) === percent(value, digits))) ?? 3
}

/** `95 to 100 %`: the unit once; `up to 14.0 s`. */
function rangeText(measure: HealthMeasure, range: HealthRange): string {
  const [low, high] = [amountOf(measure, range.from), amountOf(measure, range.to)]
  if (isLatency(measure) && isFasterHealthy(range)) return `up to ${high}`
  const [, number = low, unit = ''] = /^(.*\d)( \S+)$/.exec(low) ?? []
  return high.endsWith(unit) ? `${number} to ${high}` : `${low} to ${high}`
}
