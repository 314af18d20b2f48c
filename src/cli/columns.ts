import { cutText } from '../text/printable.ts'

/**
 * Rows of cells as lines with aligned columns, two spaces apart. Cells must be printable, without colours. A line that is
 * longer than `width` is cut, and ends in `…`; default: that of the terminal, or no limit where the output is not one.
 */
export function columns(rows: readonly (readonly string[])[], width = terminalWidth()): string[] {
  const most = Math.max(0, ...rows.map((row) => row.length))
  const widths = Array.from({ length: most }, (_, index) => Math.max(0, ...rows.map((row) => row[index]?.length ?? 0)))
  return rows.map((row) => {
    const line = row
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd()
    return line.length > width ? `${cutText(line, Math.max(1, width - 1))}…` : line
  })
}

function terminalWidth(): number {
  return process.stdout.isTTY ? process.stdout.columns : Infinity
}
