import { counted } from '../text/counted.ts'
import { systemErrorInWords } from '../text/system-error.ts'
import type { Skipped } from './read.ts'

/** One sentence for each kind of skipped lines and events. `older`: older replies that the reader cannot use, by reason. */
export function skippedNotes(skipped: Skipped, older: ReadonlyMap<string, number> = new Map()): string[] {
  const { future } = skipped
  const reasons = [...Object.entries(skipped.older), ...older]
  return [
    ...(skipped.broken > 0 ? [`left out: ${counted(skipped.broken, 'damaged line')}: ${places(skipped)}`] : []),
    ...(future.count > 0
      ? [`left out: ${counted(future.count, 'event')} dated after now, up to ${future.latest}: a clock was wrong`]
      : []),
    ...reasons.map(([reason, count]) => `left out: ${counted(count, 'older event')} ${reason}`),
    ...skipped.unreadable.map(unreadNote),
  ]
}

function unreadNote({ path, reason }: Skipped['unreadable'][number]): string {
  const note = `${path} cannot be read to its end: ${reason}`
  return systemErrorInWords(note)?.message ?? note
}

/** Adds one to the count of a reason. */
export function count(reasons: Map<string, number>, reason: string): void {
  reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
}

/** Places of the damaged lines. */
function places({ broken, brokenAt }: Skipped): string {
  const more = broken - brokenAt.length
  return [
    ...brokenAt.map(({ path, line, isLast }) => `${path}:${line}${isLast ? ' (the last line, cut by a kill)' : ''}`),
    ...(more > 0 ? [`${more} more`] : []),
  ].join(', ')
}
