import { type Objective, reasonBesideEvidence, type Shown } from './judge.ts'
import { DIRECTIONS, type ObjectiveName } from './objectives.ts'
import { printable } from '../../text/printable.ts'
import { milliseconds } from '../../text/amounts.ts'

/**
 * One objective on one line, with what the data show:
 * `passRate 0.96 (at least 0.95), n 120: met (not shown at 95 %: bound 0.914, needs n = 208)`.
 */
export function describeObjective(judged: Objective): string {
  const { objective, target, value, met, n, shown, reason } = judged
  const limit = target === null ? 'no limit set' : `${DIRECTIONS[objective]} ${amount(objective, target)}`
  const verdict = target === null ? 'reported' : met ? 'met' : reason === undefined ? 'not met' : 'inconclusive'
  const other = reasonBesideEvidence(judged)
  const beside = [...(other === null ? [] : [printable(other, { max: 300 })]), ...evidence(objective, n, shown)]
  const because = beside.length === 0 ? '' : ` (${beside.join('; ')})`
  return `${objective} ${value === null ? 'unknown' : amount(objective, value)} (${limit}), n ${n}: ${verdict}${because}`
}

function evidence(objective: ObjectiveName, n: number, shown: Shown | null): string[] {
  if (shown === null) return []
  const at = `${Math.round(1_000 * shown.confidence) / 10} %`
  if (shown.verdict !== 'open') return [`shown at ${at}`]
  const bound = shown.bound === null ? [] : [`bound ${amount(objective, shown.bound)}`]
  const size = shown.goldens === n ? `needs n = ${shown.needs}` : `${shown.goldens} goldens, needs ${shown.needs}`
  const facts = [...bound, ...(shown.needs === null ? [] : [size])]
  return [`not shown at ${at}${facts.length === 0 ? '' : `: ${facts.join(', ')}`}`]
}

function amount(objective: ObjectiveName, value: number): string {
  return objective === 'p95Ms' || objective === 'ttftMs' ? milliseconds(value) : String(Math.round(value * 1000) / 1000)
}
