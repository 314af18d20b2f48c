import type { GoldenResult } from '../../src/verdicts/results.ts'
import { describeShortfalls } from '../../src/verdicts/shortfall.ts'

/** The line of a failure message with the number of empty or cut replies of a set; none where all are complete. */
export function shortfallLines(goldens: readonly GoldenResult[]): string[] {
  const text = describeShortfalls(goldens.flatMap(({ replies }) => replies.map(({ shortfall }) => shortfall)))
  return text === null ? [] : [`Replies:    ${text}`]
}
