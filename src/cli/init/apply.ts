import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { createFolder } from '../../create-folder.ts'
import { errorMessage } from '../../text/error-message.ts'
import type { Change } from './plan.ts'

/**
 * Creates and extends files in a folder. A file that appeared in the meantime is an error, and is not replaced; files
 * that are extended are replaced as a whole, and keep their mode and what links to them.
 */
export function applyChanges(root: string, changes: readonly Change[]): void {
  const created = changes.filter(({ kind }) => kind === 'create')
  // Before the first file is written: a project is not left half set up because of a file in place of a folder.
  for (const { file } of created) createParent(root, file)
  for (const change of changes) {
    if (change.kind === 'create') writeFileSync(join(root, change.file), change.text, { flag: 'wx' })
    if (change.kind === 'extend') writeFileAtomic.sync(join(root, change.file), change.text)
  }
}

function createParent(root: string, file: string): void {
  try {
    createFolder(dirname(join(root, file)))
  } catch (error) {
    throw new Error(
      `cannot create the folder ${dirname(file)}: ${errorMessage(error)}; move away what has its name, then run aios init again`,
      { cause: error },
    )
  }
}
