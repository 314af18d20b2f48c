import type { Tone } from './palette.ts'
import { MARGIN, type Row, rounded, textAt, WIDTH } from './row.ts'
import { SMALL } from './text-width.ts'

/** An interval and its limit, on one scale. */
export interface DrawnInterval {
  /** null: not known. */
  value: number | null
  /** null: open on this side. */
  lower: number | null
  upper: number | null
  /** The limit, and the values that meet it; `within` and `beyond` are symmetric about `none`. */
  limit: { at: number; claimed: 'at least' | 'at most' | 'within' | 'beyond'; text: string }
  /** The value of no effect. */
  none: { at: number; text: string }
  tone: Tone
}

const [LEFT, RIGHT] = [MARGIN + 10, WIDTH - MARGIN - 10]

/** Draws an interval as a line with its estimate, over the range that meets the limit. */
export function intervalRow({ value, lower, upper, limit, none, tone }: DrawnInterval): Row {
  const limits = limitsOf(limit, none.at)
  const known = [value, lower, upper, none.at, ...limits].filter(isFiniteNumber)
  const [least, most] = [Math.min(...known), Math.max(...known)]
  const spare = (most - least || Math.abs(most) || 1) * 0.12
  const x = (at: number) => LEFT + ((at - least + spare) / (most - least + 2 * spare)) * (RIGHT - LEFT)
  const [from, to] = [lower === null ? LEFT : x(lower), upper === null ? RIGHT : x(upper)]
  return {
    height: 72,
    draw: (top) => {
      const middle = top + 36
      const zones = claimedZones(limit, limits, x).map(
        ([start, end]) =>
          `<rect x="${rounded(start)}" y="${top + 20}" width="${rounded(Math.max(0, end - start))}" height="32" class="band-pass"/>`,
      )
      const marks = limits.map(
        (at) => `<path d="M${rounded(x(at))} ${top + 20}v32" class="l-text" stroke-width="1.5"/>`,
      )
      const hasInterval = lower !== null || upper !== null
      const line = `<path d="M${rounded(from)} ${middle}H${rounded(to)}${lower === null ? '' : `M${rounded(from)} ${middle - 6}v12`}${upper === null ? '' : `M${rounded(to)} ${middle - 6}v12`}" class="l-${tone}" stroke-width="3"${hasInterval ? '' : ' stroke-dasharray="2 6"'}/>`
      const dot = value === null ? '' : `<circle cx="${rounded(x(value))}" cy="${middle}" r="6" class="b-${tone}"/>`
      return [
        ...zones,
        `<path d="M${LEFT} ${top + 52}H${RIGHT}" class="axis"/>`,
        `<path d="M${rounded(x(none.at))} ${top + 20}v32" class="l-muted" stroke-dasharray="3 3"/>`,
        ...marks,
        line,
        dot,
        centred(limit.text, x(limits.at(-1) ?? limit.at), top + 14),
        centred(none.text, x(none.at), top + 66),
      ].join('')
    },
  }
}

function limitsOf({ at, claimed }: DrawnInterval['limit'], none: number): number[] {
  return claimed === 'within' || claimed === 'beyond' ? [none - Math.abs(at - none), none + Math.abs(at - none)] : [at]
}

function claimedZones(
  { claimed }: DrawnInterval['limit'],
  limits: readonly number[],
  x: (at: number) => number,
): [start: number, end: number][] {
  const [first = 0, last = first] = limits.map(x)
  switch (claimed) {
    case 'at least':
      return [[first, RIGHT]]
    case 'at most':
      return [[LEFT, first]]
    case 'within':
      return [[first, last]]
    case 'beyond':
      return [
        [LEFT, first],
        [last, RIGHT],
      ]
  }
}

/** A text near `x`, moved so that it fits into the card. */
function centred(text: string, x: number, y: number): string {
  const half = text.length * 3.4
  const at = Math.min(Math.max(x, MARGIN + half), WIDTH - MARGIN - half)
  return textAt(text, at, y, { font: SMALL, tone: 'muted', classes: 'c' })
}

function isFiniteNumber(value: number | null): value is number {
  return value !== null && Number.isFinite(value)
}
