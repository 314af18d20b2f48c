import { styleText } from 'node:util'
import { counted } from '../../text/counted.ts'
import type { Estimate } from '../../statistics/estimate.ts'
import type { BoundaryValue, Evaluation } from '../../router/evaluation/evaluate.ts'
import { MIN_EFFECTIVE_SIZE } from '../../router/evaluation/refusal.ts'
import { columns } from '../columns.ts'

const COLUMNS = 25

/** Renders the evaluation of each boundary for a terminal. */
export function evaluationText({ messages, drawn, certain, conversations, boundaries }: Evaluation): string[] {
  const evaluated = boundaries.filter(({ refused }) => refused === null)
  const reach = reachOf(evaluated)
  return [
    `${counted(messages, 'message')} in ${counted(conversations, 'conversation')},`,
    `${drawn} of them near the boundary and randomized`,
    '',
    ...columns([heading('utility', 'gain over 0.50', 'quality', 'eff. n'), ...evaluated.map(firstTable)]),
    ...boundaries.flatMap((each) => {
      const refused = refusedIn(each)
      return refused === null ? [] : [`${each.boundary.toFixed(2)}  ${refused}`]
    }),
    '',
    ...columns([heading('latency', 'utility by IPS', 'by SNIPS'), ...evaluated.map(secondTable)]),
    '',
    `gain over 0.50, from -${reach.toFixed(3)} to +${reach.toFixed(3)}`,
    ...evaluated.map((each) => `${each.boundary.toFixed(2)}  ${strip(each, reach)}`),
    '',
    'doubly robust unless a heading says otherwise; 95 % intervals by conversation',
    ...(certain > 0 ? [`left out: ${counted(certain, 'message')} near the boundary that were not randomized`] : []),
  ]
}

/** The largest absolute gain within any interval: the limit of the axis. */
export function reachOf(evaluated: readonly BoundaryValue[]): number {
  return Math.max(0.001, ...evaluated.flatMap(({ gain }) => [Math.abs(gain.lower), Math.abs(gain.upper)]))
}

/** The reason why a boundary has no figures; null: it has figures. */
export function refusedIn({ refused, effective }: BoundaryValue): string | null {
  if (refused === null) return null
  if (refused === 'not_drawn') return 'refused: most messages that it would move were not randomized'
  if (refused === 'one_conversation') return 'refused: one model answered fewer than 2 conversations that it would move'
  if (refused === 'nothing_between') return 'refused: it would move no message'
  const size = Math.floor(effective)
  return `refused: effective sample of ${size} messages, needs ${MIN_EFFECTIVE_SIZE}: ${MIN_EFFECTIVE_SIZE - size} are missing`
}

function heading(...names: string[]): string[] {
  return ['', ...names.map((name) => styleText('bold', name))]
}

function firstTable({ boundary, utility, gain, quality, effective }: BoundaryValue): string[] {
  return [
    boundary.toFixed(2),
    `${utility.value.toFixed(3)} (${utility.lower.toFixed(3)} to ${utility.upper.toFixed(3)})`,
    `${signed(gain.value)} (${signed(gain.lower)} to ${signed(gain.upper)})`,
    `${(100 * quality.value).toFixed(1)} % ± ${(100 * half(quality)).toFixed(1)}`,
    String(Math.floor(effective)),
  ]
}

function secondTable({ boundary, latencyS, ips, snips }: BoundaryValue): string[] {
  const plusMinus = (estimate: Estimate, digits: number) =>
    `${estimate.value.toFixed(digits)} ± ${half(estimate).toFixed(digits)}`
  return [boundary.toFixed(2), `${plusMinus(latencyS, 2)} s`, plusMinus(ips, 3), plusMinus(snips, 3)]
}

function half({ lower, upper }: Estimate): number {
  return (upper - lower) / 2
}

function signed(value: number): string {
  return `${value < 0 ? '' : '+'}${value.toFixed(3)}`
}

/** Draws an interval around zero as a line of characters. */
function strip({ gain }: BoundaryValue, reach: number): string {
  const at = (value: number) =>
    Math.round(((Math.max(-reach, Math.min(reach, value)) + reach) / (2 * reach)) * (COLUMNS - 1))
  const line = Array.from({ length: COLUMNS }, (_, column) => {
    if (column === at(gain.value)) return 'o'
    if (column >= at(gain.lower) && column <= at(gain.upper)) return '-'
    return column === at(0) ? '|' : ' '
  })
  return line.join('').trimEnd()
}
