import { replaceLog } from '../replace-log.ts'
import { LineFilter } from './line-filter.ts'

/**
 * Removes lines from a file of a log, and keeps the bytes of all others (see `replaceLog`). Returns how many lines were
 * removed; null: the file was rotated or replaced meanwhile.
 */
export async function rewriteLog(path: string, isForgotten: (line: string) => boolean): Promise<number | null> {
  const filter = new LineFilter(isForgotten)
  const { state } = await replaceLog(path, filter)
  return state === 'moved' ? null : filter.removed
}
