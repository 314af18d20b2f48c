import { counted } from '../counted.ts'
import type { Skipped } from '../provenance/read.ts'

/** What a reading left out, one sentence for each reason. `older`: older replies that the reader cannot use, by reason. */
export function skippedNotes(skipped: Skipped, older: ReadonlyMap<string, number> = new Map()): string[] {
  const reasons = [...Object.entries(skipped.older), ...older]
  return [
    ...(skipped.broken > 0 ? [`left out: ${counted(skipped.broken, 'damaged line')}`] : []),
    ...reasons.map(([reason, count]) => `left out: ${counted(count, 'older event')} ${reason}`),
    ...skipped.unreadable.map(({ path, reason }) => `${path} cannot be read to its end: ${reason}`),
  ]
}

/** Counts one more for a reason. */
export function count(reasons: Map<string, number>, reason: string): void {
  reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
}
