import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { createFolder } from '../../create-folder.ts'
import type { Change } from './plan.ts'

/**
 * Creates and extends files in a folder. A file that appeared in the meantime is an error, and is not replaced; files
 * that are extended are replaced as a whole, and keep their mode and what links to them.
 */
export function applyChanges(root: string, changes: readonly Change[]): void {
  for (const change of changes) {
    if (change.kind === 'create') {
      const path = join(root, change.file)
      createFolder(dirname(path))
      writeFileSync(path, change.text, { flag: 'wx' })
    }
    if (change.kind === 'extend') writeFileAtomic.sync(join(root, change.file), change.text)
  }
}
