import { textWidth } from '../text/text-width.ts'
import { wrapLines } from '../text/wrapped.ts'
import { terminalWidth } from '../text/terminal-width.ts'

/** How to lay out a table. */
export interface TableOptions {
  /** Largest width in columns. Default: that of the terminal, no limit elsewhere. */
  width?: number
  /** Columns before each line. Default 0. */
  indent?: number
  /** Positions of the columns that are aligned to the right, such as those of numbers. */
  right?: readonly number[]
  /** This package wrote the cells, and commands in them stay whole. Default false: cells quote a model, a log or a user. */
  isOwn?: boolean
}

const GAP = '  '

/** Narrower cells are not broken into lines. */
const NARROWEST = 16

/**
 * Rows of cells as lines with aligned columns, two spaces apart. Cells must be printable; colour codes take no column. In
 * a table that is wider than `width`, long cells continue on further lines; where not even that fits, each row is printed
 * as a paragraph.
 */
export function columns(rows: readonly (readonly string[])[], options: TableOptions = {}): string[] {
  const { width = terminalWidth(), indent = 0, right = [], isOwn = false } = options
  const widths = fitted(rows, width - indent)
  const start = ' '.repeat(indent)
  if (widths === null) return rows.flatMap((row) => paragraph(row, width - indent, isOwn).map((line) => start + line))
  return rows.flatMap((row) => {
    const cells = widths.map((most, index) => cellLines(row[index] ?? '', most, isOwn))
    const height = Math.max(1, ...cells.map((lines) => lines.length))
    return Array.from({ length: height }, (_, at) => {
      const texts = cells.map((lines, index) => padded(lines[at] ?? '', widths[index] ?? 0, right.includes(index)))
      return (start + texts.join(GAP)).trimEnd()
    })
  })
}

/** Widths of the columns that make a table fit; null: it does not, without a break within a word. */
function fitted(rows: readonly (readonly string[])[], width: number): number[] | null {
  const most = Math.max(0, ...rows.map((row) => row.length))
  const column = (index: number) => rows.map((row) => row[index] ?? '')
  const widths = Array.from({ length: most }, (_, index) => Math.max(0, ...column(index).map(textWidth)))
  const least = widths.map((natural, index) => {
    const words = column(index).flatMap((cell) => cell.split(' '))
    return Math.min(natural, Math.max(NARROWEST, ...words.map(textWidth)))
  })
  const gaps = GAP.length * Math.max(0, most - 1)
  for (let excess = sum(widths) + gaps - width; excess > 0; excess = sum(widths) + gaps - width) {
    const spare = widths.map((each, index) => each - (least[index] ?? 0))
    const widest = spare.indexOf(Math.max(...spare))
    if ((spare[widest] ?? 0) <= 0) return null
    widths[widest] = (widths[widest] ?? 0) - Math.min(excess, spare[widest] ?? 0)
  }
  return widths
}

function cellLines(cell: string, most: number, isOwn: boolean): string[] {
  return textWidth(cell) <= most ? [cell] : wrapLines(cell, most, { narrowest: 1, isQuoted: !isOwn })
}

/** Cells one after the other, the following lines indented. */
function paragraph(row: readonly string[], width: number, isOwn: boolean): string[] {
  const lines = ['']
  for (const cell of row.filter((each) => each !== '')) {
    const line = lines.at(-1) ?? ''
    if (line.trim() === '' || textWidth(line) + GAP.length + textWidth(cell) <= width)
      lines[lines.length - 1] = line.trim() === '' ? line + cell : line + GAP + cell
    else lines.push(...cellLines(cell, width - 4, isOwn).map((text) => `    ${text}`))
  }
  return lines
}

function padded(text: string, width: number, isRight: boolean): string {
  const blank = ' '.repeat(Math.max(0, width - textWidth(text)))
  return isRight ? blank + text : text + blank
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
