import type { Band, Tone } from './palette.ts'
import { BODY, type Font, isWidthUnsure, textWidth } from './text-width.ts'
import { wrapText } from './wrap.ts'
import { escapeXml } from './xml.ts'

/** Width of a card, in pixels: as wide as the Vitest UI shows an image. */
export const WIDTH = 600
/** Left and right of the content. */
export const MARGIN = 20

/** A strip across a card. It is never split between two cards. */
export interface Row {
  /** In pixels. */
  height: number
  /** Adjoining rows of the same band share a background. */
  band?: Band
  /** The row as SVG, its top at `top`. */
  draw: (top: number) => string
}

/** Options for drawing a text. */
export interface TextOptions {
  font?: Font
  tone?: Tone
  /** Left edge; default: the card's margin. */
  x?: number
  /** Default: up to the card's margin. */
  width?: number
  band?: Band
  classes?: string
}

/** A text, a row for each of its lines. */
export function textRows(text: string, options: TextOptions = {}): Row[] {
  const { font = BODY, x = options.band === undefined ? MARGIN : MARGIN + 10, band } = options
  const { width = WIDTH - MARGIN - x - (band === undefined ? 0 : 10) } = options
  return wrapText(text, width, font).map((line) => ({
    height: font.line,
    ...(band !== undefined && { band }),
    draw: (top) => (line === '' ? '' : textAt(line, x, top + font.line - 5, { ...options, font })),
  }))
}

/** One line of text with its baseline at `y`. A line in letters of unknown width is fitted into the estimated one. */
export function textAt(
  line: string,
  x: number,
  y: number,
  { font = BODY, tone = 'text', classes = '' }: Pick<TextOptions, 'font' | 'tone' | 'classes'> = {},
): string {
  const fitted = isWidthUnsure(line)
    ? ` textLength="${textWidth(line, font).toFixed(0)}" lengthAdjust="spacingAndGlyphs"`
    : ''
  const all = [font.classes, classes, tone].filter((name) => name !== '').join(' ')
  return `<text x="${rounded(x)}" y="${rounded(y)}" class="${all}"${fitted}>${escapeXml(line)}</text>`
}

/** Empty space. */
export function gap(height: number, band?: Band): Row {
  return { height, ...(band !== undefined && { band }), draw: () => '' }
}

/** The heading of a part of a card. */
export function label(text: string): Row[] {
  return [
    {
      height: 28,
      draw: (top) => textAt(text, MARGIN, top + 21, { font: { ...BODY, classes: 'k', size: 11 }, tone: 'muted' }),
    },
  ]
}

/** A coordinate with at most one decimal. */
export function rounded(value: number): string {
  return String(Math.round(value * 10) / 10)
}
