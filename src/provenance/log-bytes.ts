import { statSync } from 'node:fs'
import { isCompressed } from './lines.ts'
import { logFiles } from './log-files.ts'

/** An archive is so many times smaller than its text. */
const COMPRESSION = 5

/** Bytes of a log, as text. */
export function logBytes(from: string | readonly string[]): number {
  return logFiles(from).reduce((sum, path) => sum + textBytes(path), 0)
}

/** Bytes of a file of a log, as text; an estimate for an archive. */
export function textBytes(path: string): number {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
  return isCompressed(path) ? COMPRESSION * size : size
}
