import type { NotKnown, Overview } from '../../../schemas/generated/dashboard.ts'
import type { LogSpan, LogQuery } from '../../provenance/query/log-query.ts'
import type { Skipped } from '../../provenance/read.ts'
import { skippedNotes } from '../../provenance/skipped-notes.ts'
import { leftOut } from '../../provenance/log-files.ts'
import { logSize, type Sources } from '../sources.ts'

/** The command that fills a log. */
export const RUN_GOLDENS = 'run the goldens: npx vitest run goldens'

/** State and size of the log, or the reason why it is missing. */
export function logState(
  { log }: Pick<Sources, 'log'> & { query: LogQuery },
  { total, first, last, skipped }: LogSpan,
): Overview['log'] {
  const { files, bytes } = logSize(log)
  if (files === 0) return noLog(log)
  const older = Object.values(skipped.older).reduce((sum, count) => sum + count, 0)
  const notes = skippedNotes(skipped)
  return { state: 'known', files, bytes, events: total, first, last, damaged: skipped.broken, older, notes }
}

/** Why a log has no files. */
export function noLog(log: Sources['log']): NotKnown {
  const [other] = leftOut(log)
  if (other !== undefined) {
    const reason = `${other.path} cannot be read as a log: ${other.reason}.`
    return { state: 'unreadable', reason, next: `move it away, then ${RUN_GOLDENS}` }
  }
  return { state: 'missing', reason: `There is no log in ${[log].flat().join(', ')}.`, next: RUN_GOLDENS }
}

/** Why a log with files has no events. */
export function noEvents(skipped: Skipped): NotKnown {
  const [note] = skippedNotes(skipped)
  if (note === undefined) return { state: 'missing', reason: 'The log has no events yet.', next: RUN_GOLDENS }
  return { state: 'unreadable', reason: `The log has no events that can be read: ${note}.`, next: RUN_GOLDENS }
}
