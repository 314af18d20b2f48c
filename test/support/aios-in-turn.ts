import { join } from 'node:path'
import { execute, normalise, type Project } from './project.ts'

/** A call of `aios`, with variables on top of a clean environment. */
export interface Command {
  args: readonly string[]
  env?: Record<string, string>
}

/** What a call printed, and its exit code. */
export interface CommandResult {
  stdout: string
  stderr: string
  exitCode: number
}

const script = join(import.meta.dirname, '../fixtures/commands-in-turn.ts')

/**
 * Runs `aios` commands from the sources in one process in a project, one after the other: the start of a process takes
 * most of the time of a command. Each command has a process of its own in another test.
 */
export async function aiosInTurn({ dir }: Project, commands: readonly Command[]) {
  const args = ['--conditions=vitest-aios:source', script, JSON.stringify(commands)]
  const { stdout, output } = await execute(dir, process.execPath, args)
  try {
    const results = JSON.parse(stdout) as CommandResult[]
    return results.map((result) => ({ ...result, output: normalise(result.stdout + result.stderr, dir) }))
  } catch {
    throw new Error(`A command ended the process:\n${output}`)
  }
}
