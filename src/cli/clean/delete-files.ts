import { lstatSync, realpathSync, rmdirSync, rmSync, unlinkSync } from 'node:fs'
import { dirname } from 'node:path'
import { errorCode, errorMessage } from '../../text/error-message.ts'
import type { Found } from './find-files.ts'

/** What became of the files. */
export interface Deletion {
  deleted: Found[]
  failed: { path: string; reason: string }[]
}

/** Deletes what was found, and folders that are empty then. A file that became a link meanwhile stays, as what it is in. */
export function deleteFiles(files: readonly Found[]): Deletion {
  const deletion: Deletion = { deleted: [], failed: [] }
  const parents = new Map(files.map(({ path }) => [dirname(path), realpathSync(dirname(path))]))
  for (const found of files) {
    const { path, isFolder } = found
    try {
      if (realpathSync(dirname(path)) !== parents.get(dirname(path)) || lstatSync(path).isSymbolicLink())
        throw new Error('it was replaced by a link')
      if (isFolder) rmSync(path, { recursive: true })
      else unlinkSync(path)
      deletion.deleted.push(found)
    } catch (error) {
      if (errorCode(error) !== 'ENOENT') deletion.failed.push({ path, reason: errorMessage(error) })
    }
  }
  for (const folder of new Set(files.filter(({ kind }) => kind === 'comparisons').map(({ path }) => dirname(path)))) {
    try {
      rmdirSync(folder)
    } catch {
      // It has other files.
    }
  }
  return deletion
}
