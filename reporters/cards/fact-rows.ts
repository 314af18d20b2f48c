import { PLOT } from './bars.ts'
import { MARGIN, type Row, textAt, textRows } from './row.ts'
import { SMALL, textWidth } from './text-width.ts'

const LEFT = PLOT.left - 50
/** Between a name and the text beside it, in pixels. */
const SPACE = 8

/** A named text: the name on the left, the text beside it, or below it where the name is too wide. */
export function factRows(name: string, text: string): Row[] {
  const lines = textRows(text, { x: LEFT, font: SMALL })
  const names = textRows(name, { font: SMALL, tone: 'muted' })
  if (names.length > 1 || textWidth(name, SMALL) > LEFT - MARGIN - SPACE) return [...names, ...lines]
  return lines.map((line, index) =>
    index === 0
      ? {
          ...line,
          draw: (top: number) =>
            textAt(name, MARGIN, top + SMALL.line - 5, { font: SMALL, tone: 'muted' }) + line.draw(top),
        }
      : line,
  )
}
