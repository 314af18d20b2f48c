import { HEADING } from './text-width.ts'
import type { Tone } from './palette.ts'
import { MARGIN, type Row, textRows, WIDTH } from './row.ts'
import { escapeXml } from './xml.ts'

/**
 * The outcome at the top of a card. `open` has a dashed edge and no filling, so that it does not look like a success.
 */
export interface Badge {
  text: string
  kind: 'pass' | 'fail' | 'warn' | 'open'
}

const TONES = { pass: 'pass', fail: 'fail', warn: 'warn', open: 'warn' } as const satisfies Record<Badge['kind'], Tone>

/** A badge with the title beside it; a long title continues below. */
export function titleRows({ text, kind }: Badge, title: string): Row[] {
  const width = Math.ceil(text.length * 8.2) + 20
  const x = MARGIN + width + 12
  const lines = textRows(title, { font: HEADING, x, width: WIDTH - MARGIN - x })
  const tone = TONES[kind]
  const shape =
    kind === 'open' ? `class="l-${tone}" fill="none" stroke-dasharray="4 3" stroke-width="1.5"` : `class="b-${tone}"`
  const badge = (top: number) =>
    `<rect x="${MARGIN}" y="${top}" width="${width}" height="22" rx="11" ${shape}/><text x="${MARGIN + width / 2}" y="${top + 15}" class="k c ${kind === 'open' ? tone : 'on'}">${escapeXml(text.toUpperCase())}</text>`
  return lines.map((line, index) =>
    index === 0 ? { ...line, height: 24, draw: (top) => badge(top) + line.draw(top) } : line,
  )
}
