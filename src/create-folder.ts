import { mkdirSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { errorCode } from './text/error-message.ts'

/** A folder cannot be created. The message names the folder that takes no other one, and what to set. */
export class FolderError extends Error {
  override name = 'FolderError'
  readonly code: string

  constructor(path: string, parent: string, code: string) {
    super(`cannot create ${path}: ${parent} takes no folders (${code}); set AIOS_DIR to a folder that can be written`)
    this.code = code
  }
}

/**
 * Creates a folder with those above it; one that is there stays. Node's own recursive `mkdirSync` never returns where a
 * folder that exists answers that it does not, as `/proc` does. Throws the system's error, or a FolderError there.
 */
export function createFolder(path: string): void {
  const folder = resolve(path)
  const code = attempt(folder)
  if (code === null) return
  const parent = dirname(folder)
  // The folder above is there, and yet the system finds none to create a folder in.
  if (isFolder(parent)) throw new FolderError(folder, parent, code)
  createFolder(parent)
  const again = attempt(folder)
  if (again !== null) throw new FolderError(folder, parent, again)
}

/** null: it is there now, else the code of a folder above it that is missing. */
function attempt(folder: string): string | null {
  try {
    mkdirSync(folder)
    return null
  } catch (error) {
    // A disk may refuse to create what is there with another code than EEXIST.
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
