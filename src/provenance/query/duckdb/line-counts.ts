import { MOST_PLACES } from '../../read.ts'

/** The lines of a part of a file, counted from 1 in it. */
export interface LineCounts {
  lines: number
  /** The last line that is not blank; 0: all are. */
  last: number
  /** How many lines are not events. */
  broken: number
  /** The first of them. */
  broken_at: number[]
}

/** Counts of no lines. */
export function noLines(): LineCounts {
  return { lines: 0, last: 0, broken: 0, broken_at: [] }
}

/** Adds a line that is not an event. */
export function addBroken(counts: LineCounts, line: number): void {
  counts.broken += 1
  counts.broken_at.push(line)
  // Lines may be added out of order.
  if (counts.broken_at.length > 100 * MOST_PLACES) keepFirst(counts)
}

/** The counts of parts that follow one another. Pure. */
export function joined(parts: readonly LineCounts[]): LineCounts {
  const all = noLines()
  for (const { lines, last, broken, broken_at } of parts) {
    if (last > 0) all.last = all.lines + last
    all.broken += broken
    all.broken_at.push(...broken_at.map((line) => all.lines + line))
    all.lines += lines
  }
  keepFirst(all)
  return all
}

function keepFirst(counts: LineCounts): void {
  counts.broken_at = counts.broken_at.sort((a, b) => a - b).slice(0, MOST_PLACES)
}
