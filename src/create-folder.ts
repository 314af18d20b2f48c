import { mkdirSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { errorCode } from './text/error-message.ts'

/** A folder cannot be created. The message names the parent that accepts no folders, and the setting that fixes it. */
export class FolderError extends Error {
  override name = 'FolderError'
  readonly code: string

  constructor(path: string, parent: string, code: string) {
    super(`cannot create ${path}: ${parent} accepts no folders (${code}); set AIOS_DIR to a writable folder`)
    this.code = code
  }
}

/**
 * Creates a folder and its parents; an existing one stays. Node's own recursive `mkdirSync` never returns where an
 * existing folder reports that it does not exist, as in `/proc`. Throws the system's error, or a FolderError there.
 */
export function createFolder(path: string): void {
  const folder = resolve(path)
  const code = attempt(folder)
  if (code === null) return
  const parent = dirname(folder)
  // The parent exists, and yet the system reports that it does not.
  if (isFolder(parent)) throw new FolderError(folder, parent, code)
  createFolder(parent)
  const again = attempt(folder)
  if (again !== null) throw new FolderError(folder, parent, again)
}

/** null: the folder exists now; else `ENOENT`, when its parent is missing. */
function attempt(folder: string): string | null {
  try {
    mkdirSync(folder)
    return null
  } catch (error) {
    // A file system may refuse to create an existing folder with another code than EEXIST.
    if (isFolder(folder)) return null
    if (errorCode(error) === 'ENOENT' && dirname(folder) !== folder) return 'ENOENT'
    throw error
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
  } catch {
    return false
  }
}
