import { statSync } from 'node:fs'
import { logFiles } from '../log-files.ts'

/** The paths, sizes and times of the files of a log as one text. */
export function logStamp(from: string | readonly string[]): string {
  return JSON.stringify(
    logFiles(from).flatMap((path) => {
      const stats = statSync(path, { throwIfNoEntry: false })
      return stats === undefined ? [] : [[path, stats.ino, stats.size, stats.mtimeMs]]
    }),
  )
}
