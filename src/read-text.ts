import { readFileSync, statSync } from 'node:fs'
import { assertRegularFile } from './regular-file.ts'

/**
 * Reads a text file, without the byte order mark with which Windows tools begin it. Throws the system's error, and an Error
 * for a pipe, a socket or a device, of which a read may never end.
 */
export function readText(path: string): string {
  assertRegularFile(statSync(path), path)
  return readFileSync(path, 'utf8').replace(/^\ufeff/, '')
}
