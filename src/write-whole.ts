import { type Stats, statSync } from 'node:fs'
import { basename } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { isSpecialFile } from './regular-file.ts'
import { isError } from './text/error-message.ts'
import { namingFile } from './text/system-error.ts'

/**
 * Replaces a file: it has all of the new content or none of it, whenever the process is killed. Throws the system's error,
 * which names the file, and an Error for a pipe, a socket or a device, in the place of which a file would come.
 */
export function writeWhole(path: string, content: string | Buffer): void {
  const stats = statsOf(path)
  if (stats !== undefined && isSpecialFile(stats))
    throw new Error(`cannot write ${path}: it is not a regular file\n  name a file, or move it away`)
  try {
    writeFileAtomic.sync(path, content)
  } catch (error) {
    throw namingFile(withoutTemporary(error, path), path)
  }
}

/** Undefined also where the system refuses to look: it refuses to write there, too, and says why. */
function statsOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false })
  } catch {
    return undefined
  }
}

/** An error that names the file in the place of the temporary file beside it. */
function withoutTemporary(error: unknown, path: string): unknown {
  if (!isError(error)) return error
  error.message = error.message.replace(/ '(.+)\.\d+'(?: -> '.+')?$/, (all, named: string) =>
    named.endsWith(basename(path)) ? ` '${named}'` : all,
  )
  return error
}
