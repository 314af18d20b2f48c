import { type FileHandle, open } from 'node:fs/promises'
import { basename } from 'node:path'
import { wallMs } from '../clock.ts'
import { errorCode } from '../text/error-message.ts'
import { CURRENT_LOG, leftOut, logFiles } from './log-files.ts'
import { rotatedAt } from './rotated-name.ts'

/** A file of a log, opened. */
export interface OpenedLog {
  path: string
  file: FileHandle
}

/** Which files of a log to open, in which order. */
export interface OpenOptions {
  isUnwanted?: (path: string) => boolean
  /** Default: the oldest first. */
  newestFirst?: boolean
}

/**
 * Opens the files of a log one after the other, each once: a log that is rotated or compressed meanwhile is neither
 * missed nor opened twice. The consumer closes each file. A file that cannot be opened is passed to `onError`, as are the
 * entries of `leftOut`.
 */
export async function* openLogs(
  from: string | readonly string[],
  onError: (path: string, error: unknown) => void,
  { isUnwanted = () => false, newestFirst = false }: OpenOptions = {},
): AsyncGenerator<OpenedLog> {
  const names = new Set<string>()
  const files = new Set<string>()
  let currentOpenedAt = Infinity
  for (const { path, reason } of leftOut(from)) onError(path, new Error(reason))
  const isDone = (path: string) =>
    names.has(plain(path)) || (rotatedAt(basename(path)) ?? -Infinity) >= currentOpenedAt || isUnwanted(path)
  for (;;) {
    const left = logFiles(from).filter((found) => !isDone(found))
    const path = newestFirst ? left.at(-1) : left[0]
    if (path === undefined) return
    names.add(plain(path))
    const before = wallMs()
    const file = await open(path).catch((error: unknown) => {
      // Renamed or compressed since it was listed: it is listed again under its new name.
      if (errorCode(error) !== 'ENOENT') onError(path, error)
      else if (basename(path) !== CURRENT_LOG) names.delete(plain(path))
      return null
    })
    if (file === null) continue
    const { dev, ino } = await file.stat()
    // A part that was the current log when it was opened.
    if (files.has(`${dev}:${ino}`)) {
      await file.close()
      continue
    }
    files.add(`${dev}:${ino}`)
    if (basename(path) === CURRENT_LOG) currentOpenedAt = Math.min(currentOpenedAt, before)
    yield { path, file }
  }
}

/** The name without the ending of a compressed copy, which has the same events. */
function plain(path: string): string {
  return path.replace(/\.gz$/, '')
}
