import { existsSync, mkdtempSync, renameSync } from 'node:fs'
import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { inject } from 'vitest'
import { createProject, type Project } from './project.ts'
import { endTurn, takeTurn } from './turn.ts'

/**
 * The path of a project that takes long to make, and that all files of a run of the tests share: to copy, not to change.
 * Of the files that ask for it at the same time, one makes it and the others wait. Rejects if the worker of that one is
 * killed.
 */
export async function madeOnce(name: string, make: (project: Project) => Promise<void>): Promise<string> {
  const shared = inject('sharedFolder')
  const path = join(shared, name)
  const turn = join(shared, `making-${name}`)
  while (!existsSync(path)) {
    if (!takeTurn(turn)) {
      await wait(100)
      continue
    }
    try {
      if (existsSync(path)) return path
      const made = mkdtempSync(join(shared, 'new-'))
      await make(await createProject(made))
      renameSync(made, path)
    } finally {
      endTurn(turn)
    }
  }
  return path
}

/** Copies the files of a project, without the installed packages, into another one. */
export async function copyProject(from: string, { dir }: Project): Promise<void> {
  const packages = join(from, 'node_modules')
  await cp(from, dir, { recursive: true, preserveTimestamps: true, filter: (path) => path !== packages })
}
