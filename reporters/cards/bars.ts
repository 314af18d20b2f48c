import type { Tone } from './palette.ts'
import { MARGIN, type Row, rounded, textAt, WIDTH } from './row.ts'
import { SMALL } from './text-width.ts'
import { excerpt } from './excerpt.ts'

/** Where the bars of a card are drawn, in pixels; their names are on the left, their values on the right. */
export const PLOT = { left: 190, right: 490 }

const BAR_ROW = 20

/** A named value. */
export interface Bar {
  name: string
  value: number
  /** The value as text. */
  shown: string
  tone: Tone
}

/** Values as bars from a common zero: to the right above it, to the left below it. */
export function barRows(bars: readonly Bar[]): Row[] {
  const lowest = Math.min(0, ...bars.map(({ value }) => value))
  const highest = Math.max(0, ...bars.map(({ value }) => value))
  const scale = (PLOT.right - PLOT.left) / (highest - lowest || 1)
  const x = (value: number) => PLOT.left + (value - lowest) * scale
  return bars.map(({ name, value, shown, tone }) => ({
    height: BAR_ROW,
    draw: (top) => {
      const [from, to] = value < 0 ? [x(value), x(0)] : [x(0), x(value)]
      return `${named(name, shown, top)}<rect x="${rounded(from)}" y="${top + 4}" width="${rounded(Math.max(1, to - from))}" height="12" rx="2" class="b-${tone}"/><path d="M${rounded(x(0))} ${top}v${BAR_ROW}" class="axis"/>`
    },
  }))
}

/** A value from 0 to 1 as a dot, and its limit as a line. */
export function gaugeRow(name: string, value: number, limit: { at: number; text: string }): Row {
  const x = (share: number) => PLOT.left + Math.min(1, Math.max(0, share)) * (PLOT.right - PLOT.left)
  return {
    height: 38,
    draw: (top) =>
      `${named(name, String(value), top + 16)}<rect x="${PLOT.left}" y="${top + 24}" width="${PLOT.right - PLOT.left}" height="4" rx="2" class="track"/><path d="M${rounded(x(limit.at))} ${top + 16}v20" class="l-text" stroke-width="1.5"/>${textAt(limit.text, x(limit.at), top + 11, { font: SMALL, tone: 'muted', classes: 'c' })}<circle cx="${rounded(x(value))}" cy="${top + 26}" r="6" class="b-accent"/>`,
  }
}

/** Parts of a whole as one bar, with a legend below; empty parts are left out. */
export function stackRows(parts: readonly Bar[]): Row[] {
  const shown = parts.filter(({ value }) => value > 0)
  const whole = shown.reduce((sum, { value }) => sum + value, 0)
  if (whole === 0) return []
  const scale = (WIDTH - 2 * MARGIN - 2 * (shown.length - 1)) / whole
  const bar: Row = {
    height: 20,
    draw: (top) => {
      let x = MARGIN
      return shown
        .map(({ value, tone }) => {
          const area = `<rect x="${rounded(x)}" y="${top + 4}" width="${rounded(value * scale)}" height="12" rx="2" class="b-${tone}"/>`
          x += value * scale + 2
          return area
        })
        .join('')
    },
  }
  const legend = shown.map(({ shown: value, name, tone }): Row => ({
    height: 18,
    draw: (top) =>
      `<rect x="${MARGIN}" y="${top + 4}" width="10" height="10" rx="2" class="b-${tone}"/>${textAt(`${name} ${value}`, MARGIN + 18, top + 13, { font: SMALL })}`,
  }))
  return [bar, ...legend]
}

/** The name of a bar and its value, left and right of where it is drawn. */
export function named(name: string, value: string, top: number): string {
  return `${textAt(excerpt(name, 28), MARGIN, top + 14, { font: SMALL, tone: 'muted' })}${textAt(value, WIDTH - MARGIN, top + 14, { font: SMALL, classes: 'e' })}`
}
