import { replaceLog } from '../replace-log.ts'
import { LineFilter } from './line-filter.ts'

/**
 * Removes lines from a file of a log, and keeps the bytes of all others (see `replaceLog`). Returns how many lines were
 * removed; null: the file was rotated or replaced meanwhile. `isStillWritten`: a process goes on writing to the old file, and
 * what it writes is lost.
 */
export async function rewriteLog(
  path: string,
  isForgotten: (line: string) => boolean,
): Promise<{ removed: number | null; isStillWritten: boolean }> {
  const filter = new LineFilter(isForgotten)
  const { state } = await replaceLog(path, filter)
  return { removed: state === 'moved' ? null : filter.removed, isStillWritten: state === 'still_written' }
}
