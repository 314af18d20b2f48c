import type { Measured } from './sides.ts'
import { median } from './sides.ts'

/** A goal, and the measured value. */
export interface Finding {
  what: string
  value: number
  goal: { atMost: number } | { atLeast: number }
  /** The unit after the value: `x`, ` ms`, ` %`, ` B`. */
  unit: string
  /** The data of the value. */
  from: string
}

/** Prints both sides as a Markdown table: medians, and the spread of the wall time. */
export function printSides(title: string, measured: readonly Measured[]): void {
  const rows = measured.map(({ name, samples }) => {
    const column = (of: 'wall' | 'cpu' | 'peak') => samples.map((sample) => sample[of])
    const peak = median(column('peak'))
    const wall = column('wall')
    return [
      name,
      seconds(median(wall)),
      `${seconds(Math.min(...wall))} to ${seconds(Math.max(...wall))}`,
      seconds(median(column('cpu'))),
      peak > 0 ? `${Math.round(peak / 2 ** 20)} MiB` : '-',
      String(samples.length),
    ]
  })
  console.log(`\n${title}\n`)
  printTable([['side', 'wall, median', 'spread', 'user+sys', 'peak memory', 'runs'], ...rows])
}

/** Prints the goals with their values; a missed goal makes the exit code 1. */
export function printFindings(findings: readonly Finding[]): void {
  console.log('')
  printTable([['number', 'measured', 'goal', '', 'from'], ...findings.map(row)])
  if (findings.some((finding) => !reached(finding))) process.exitCode = 1
}

function row(finding: Finding): string[] {
  const { what, value, goal, unit, from } = finding
  const [bound, limit] = 'atMost' in goal ? ['at most', goal.atMost] : ['at least', goal.atLeast]
  return [
    what,
    `${value.toFixed(decimals(finding, limit))}${unit}`,
    `${bound} ${short(limit)}${unit}`,
    reached(finding) ? 'reached' : 'MISSED',
    from,
  ]
}

function decimals({ value, unit }: Finding, limit: number): number {
  if (unit === 'x') return 2
  return unit === ' s' || (unit === ' %' && (value < 10 || !Number.isInteger(limit))) ? 1 : 0
}

/** A goal with at most one decimal, or as it is where it is a ratio. */
function short(value: number): string {
  return String(value < 10 ? value : Math.round(value * 10) / 10)
}

function reached({ value, goal }: Finding): boolean {
  return 'atMost' in goal ? value <= goal.atMost : value >= goal.atLeast
}

/** Prints rows as a Markdown table; the first is its head. */
export function printTable(rows: readonly string[][]): void {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((cells) => (cells[column] ?? '').length)))
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  const [head = [], ...body] = rows
  for (const text of [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)]) console.log(text)
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(2)} s`
}
