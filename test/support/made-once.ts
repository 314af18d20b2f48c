import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { inject } from 'vitest'
import { errorCode } from '../../src/text/error-message.ts'
import { createProject, type Project } from './project.ts'

/**
 * The path of a project that takes long to make, and that all files of a run of the tests share: to copy, not to change.
 * Of the files that ask for it at the same time, one makes it and the others wait.
 */
export async function madeOnce(name: string, make: (project: Project) => Promise<void>): Promise<string> {
  const shared = inject('sharedFolder')
  const path = join(shared, name)
  const turn = join(shared, `making-${name}`)
  while (!existsSync(path)) {
    if (!takes(turn)) {
      await wait(100)
      continue
    }
    try {
      if (existsSync(path)) return path
      const made = mkdtempSync(join(shared, 'new-'))
      await make(await createProject(made))
      renameSync(made, path)
    } finally {
      rmSync(turn, { recursive: true })
    }
  }
  return path
}

/** Whether this file is the one that makes the project. */
function takes(turn: string): boolean {
  try {
    mkdirSync(turn)
    return true
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false
    throw error
  }
}

/** Copies the files of a project, without the installed packages, into another one. */
export async function copyProject(from: string, { dir }: Project): Promise<void> {
  const packages = join(from, 'node_modules')
  await cp(from, dir, { recursive: true, preserveTimestamps: true, filter: (path) => path !== packages })
}
