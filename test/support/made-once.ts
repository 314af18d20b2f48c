import { existsSync, mkdtempSync, renameSync } from 'node:fs'
import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { inject } from 'vitest'
import { createProject, type Project } from './project.ts'

/**
 * The path of a project that takes long to make, and that all files of a run of the tests share: to copy, not to change.
 * Files that ask for it at the same time each make it, and the first one stays.
 */
export async function madeOnce(name: string, make: (project: Project) => Promise<void>): Promise<string> {
  const shared = inject('sharedFolder')
  const path = join(shared, name)
  if (existsSync(path)) return path
  const made = mkdtempSync(join(shared, 'new-'))
  await make(await createProject(made))
  try {
    renameSync(made, path)
  } catch (error) {
    if (!existsSync(path)) throw error
  }
  return path
}

/** Copies the files of a project, without the installed packages, into another one. */
export async function copyProject(from: string, { dir }: Project): Promise<void> {
  const packages = join(from, 'node_modules')
  await cp(from, dir, { recursive: true, preserveTimestamps: true, filter: (path) => path !== packages })
}
