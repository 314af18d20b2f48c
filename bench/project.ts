import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Command } from './measure.ts'

const repository = join(import.meta.dirname, '..')

/** A user's project in a temporary folder, with the built package as npm would install it. */
export interface Project {
  dir: string
  /** `vitest run`, as a command to measure. */
  run: (env?: Record<string, string>) => Command
  /** Removes what the plugin wrote, so that each run starts from the same state. */
  forget: () => void
}

const made: string[] = []
process.on('exit', () => {
  for (const dir of made) rmSync(dir, { recursive: true, force: true })
})

/** Lays out a project; it is removed when the process ends. */
export function createProject(files: Record<string, string>): Project {
  if (!existsSync(join(repository, 'dist/plugin.js'))) throw new Error('The package is not built. Run: npm run build')
  const dir = mkdtempSync(join(tmpdir(), 'aios-bench-'))
  made.push(dir)
  const modules = join(dir, 'node_modules')
  mkdirSync(modules)
  for (const name of readdirSync(join(repository, 'node_modules')).filter((entry) => !entry.startsWith('.'))) {
    symlinkSync(join(repository, 'node_modules', name), join(modules, name))
  }
  // A copy, because Vitest transforms linked files outside of node_modules.
  for (const part of ['dist', 'package.json'])
    cpSync(join(repository, part), join(modules, 'vitest-aios', part), { recursive: true })
  for (const [name, text] of Object.entries({ 'package.json': '{ "type": "module" }\n', ...files })) {
    mkdirSync(dirname(join(dir, name)), { recursive: true })
    writeFileSync(join(dir, name), text)
  }
  return {
    dir,
    run: (env = {}) => ({ args: [join(repository, 'node_modules/vitest/vitest.mjs'), 'run'], cwd: dir, env }),
    forget: () => rmSync(join(dir, '.aios'), { recursive: true, force: true }),
  }
}
