import { existsSync, linkSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { createFolder } from '../../create-folder.ts'
import { isRunning } from '../../is-running.ts'
import { errorCode, errorMessage } from '../../text/error-message.ts'
import { namingFile } from '../../text/system-error.ts'
import type { Change } from './plan.ts'
import { writeWhole } from '../../write-whole.ts'

/**
 * Creates and extends files in a folder. A file that appeared in the meantime is an error, and is not replaced; files
 * that are extended are replaced as a whole, and keep their mode and what links to them. Each file is complete or absent,
 * whenever the process is killed.
 */
export function applyChanges(root: string, changes: readonly Change[]): void {
  const created = changes.filter(({ kind }) => kind === 'create')
  // Before the first file is written: a project is not left half set up because of a file in place of a folder.
  for (const { file } of created) createParent(root, file)
  for (const change of changes) {
    if (change.kind === 'create') createFile(join(root, change.file), change.text)
    if (change.kind === 'extend') writeWhole(join(root, change.file), change.text)
  }
}

/** Creates a file as a whole, and never replaces one. */
function createFile(path: string, text: string): void {
  removeAbandoned(path)
  const temporary = `${path}.${process.pid}.tmp`
  try {
    writeNew(temporary, text)
    try {
      linkSync(temporary, path)
    } catch (error) {
      // Some file systems have no hard links.
      if (errorCode(error) === 'EEXIST' || existsSync(path)) throw error
      renameSync(temporary, path)
    }
  } finally {
    rmSync(temporary, { force: true })
  }
}

function writeNew(path: string, text: string): void {
  try {
    writeFileSync(path, text, { flag: 'wx' })
  } catch (error) {
    throw namingFile(error, path)
  }
}

/** Removes what killed processes left of a file. */
function removeAbandoned(path: string): void {
  for (const name of readdirSync(dirname(path))) {
    const [, pid] = name.startsWith(`${basename(path)}.`) ? (/\.(\d+)\.tmp$/.exec(name) ?? []) : []
    if (pid !== undefined && !isRunning(Number(pid))) rmSync(join(dirname(path), name), { force: true })
  }
}

function createParent(root: string, file: string): void {
  try {
    createFolder(dirname(join(root, file)))
  } catch (error) {
    const isInTheWay = ['EEXIST', 'ENOTDIR'].includes(errorCode(error) ?? '')
    const remedy = isInTheWay ? 'move away what has its name' : 'make the folder writable'
    throw new Error(
      `cannot create the folder ${dirname(file)}: ${errorMessage(error)}; ${remedy}, then run \`npx aios init\` again`,
      { cause: error },
    )
  }
}
