import { accessSync, chmodSync, constants, existsSync, lstatSync, realpathSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { isSpecialFile } from './regular-file.ts'
import { errorCode, errorMessage, isError } from './text/error-message.ts'
import { namingFile } from './text/system-error.ts'

/**
 * Replaces a file: it has all of the new content or none of it, whenever the process is killed. Throws the system's error,
 * which names the file, and an Error for a pipe, a socket, a device, or a link without a target, in the place of which a
 * file would come.
 */
export function writeWhole(path: string, content: string | Buffer): void {
  refuseSpecialFile(path)
  try {
    // The library writes once, and a write is short where space runs out: the file would be replaced by a part of it.
    writeFileAtomic.sync(path, '', {
      tmpfileCreated(temporary) {
        // It has the mode of the target, which may be read-only; the library sets that mode again after the write.
        chmodSync(temporary, statSync(temporary).mode | 0o200)
        writeFileSync(temporary, content)
      },
    })
  } catch (error) {
    throw namingFile(withoutTemporary(error, path), path)
  }
}

/**
 * Throws where `writeWhole` cannot write to a path, or where its missing folders cannot be created, whatever the content:
 * for content that takes long to make. Creates nothing.
 */
export function assertWritable(path: string): void {
  refuseSpecialFile(path)
  const isThere = existsSync(path)
  if (isThere && statSync(path).isDirectory())
    throw new Error(
      `cannot write ${path}: it is a folder, and a file is required\n  name a file, or move the folder away`,
    )
  try {
    accessSync(isThere ? dirname(realpathSync(path)) : parentOf(path), constants.W_OK | constants.X_OK)
  } catch (error) {
    throw new Error(`cannot write ${path}: ${errorMessage(error)}`, { cause: error })
  }
}

/** The nearest folder above a path that exists. Throws for a file. */
function parentOf(path: string): string {
  for (let folder = dirname(resolve(path)); ; folder = dirname(folder)) {
    const stats = statSync(folder, { throwIfNoEntry: false })
    if (stats?.isDirectory() === false) throw new Error(`${folder} is a file, not a folder\n  name another folder`)
    if (stats !== undefined || folder === dirname(folder)) return folder
  }
}

/** Throws where a file may not take the place of what is at a path, such as a pipe. */
function refuseSpecialFile(path: string): void {
  const reason = whyNoFile(path)
  if (reason !== null) throw new Error(`cannot write ${path}: ${reason}\n  name a file, or move it away`)
}

/** Why a file may not take the place of what is at a path; null: it may, or the system refuses to write there and says why. */
function whyNoFile(path: string): string | null {
  try {
    return isSpecialFile(statSync(path)) ? 'it is not a regular file' : null
  } catch (error) {
    if (errorCode(error) === 'ELOOP') return 'its symbolic links form a loop'
    const isLink = errorCode(error) === 'ENOENT' && lstatSync(path, { throwIfNoEntry: false }) !== undefined
    return isLink ? 'it is a link to a file that does not exist' : null
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
