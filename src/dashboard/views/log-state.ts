import type { Overview } from '../../../schemas/generated/dashboard.ts'
import type { LogSpan, LogQuery } from '../../provenance/query/log-query.ts'
import { skippedNotes } from '../../provenance/skipped-notes.ts'
import { logSize, type Sources } from '../sources.ts'

/** The command that fills a log. */
export const RUN_GOLDENS = 'run the goldens: npx vitest run goldens'

/** State and size of the log, or the reason why it is missing. */
export function logState(
  { log }: Pick<Sources, 'log'> & { query: LogQuery },
  { total, first, last, skipped }: LogSpan,
): Overview['log'] {
  const { files, bytes } = logSize(log)
  if (files === 0)
    return { state: 'missing', reason: `There is no log in ${[log].flat().join(', ')}.`, next: RUN_GOLDENS }
  const older = Object.values(skipped.older).reduce((sum, count) => sum + count, 0)
  const notes = skippedNotes(skipped)
  return { state: 'known', files, bytes, events: total, first, last, damaged: skipped.broken, older, notes }
}
