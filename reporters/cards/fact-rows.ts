import { PLOT } from './bars.ts'
import { MARGIN, type Row, textAt, textRows } from './row.ts'
import { SMALL } from './text-width.ts'

const LEFT = PLOT.left - 50

/** A named text: the name on the left, the text beside it. */
export function factRows(name: string, text: string): Row[] {
  const lines = textRows(text, { x: LEFT, font: SMALL })
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
