import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { environment, normalise, type Project, test as base } from './project.ts'

/** A call of `aios` in a folder, with variables on top of a clean environment. */
export interface Command {
  cwd: string
  args: readonly string[]
  env: Record<string, string>
}

/** What a call printed, and its exit code. */
export interface CommandResult {
  stdout: string
  stderr: string
  exitCode: number
}

const script = join(import.meta.dirname, '../fixtures/commands-in-turn.ts')

/**
 * Runs `aios` commands from the sources in one process, one after the other: the start of a process takes most of the
 * time of a command. Each command has a process of its own in the tests of exit codes and of JSON output.
 */
class AiosProcess {
  #running: { child: ChildProcess; ended: Promise<string> } | null = null
  /** The config of each folder that the process has seen: it imports a config once. */
  readonly #configs = new Map<string, string>()
  #last: Promise<unknown> = Promise.resolve()

  /** `Project.aios` of the project in a folder. */
  commandIn(dir: string): Project['aios'] {
    return (args, env = {}) => {
      const result = this.#last.then(async () => {
        const { stdout, stderr, exitCode } = await this.#run({ cwd: dir, args, env })
        return { stdout, stderr, exitCode, output: normalise(stdout + stderr, dir) }
      })
      this.#last = result.catch(() => {})
      return result
    }
  }

  /** Ends the process, which keeps its compiled code for the next one. */
  stop(): void {
    this.#running?.child.disconnect()
    this.#running = null
  }

  async #run(command: Command): Promise<CommandResult> {
    const config = configIn(command.cwd)
    if ((this.#configs.get(command.cwd) ?? config) !== config) this.stop()
    const { child, ended } = (this.#running ??= this.#start())
    this.#configs.set(command.cwd, config)
    child.send(command)
    const result = await Promise.race([once(child, 'message') as Promise<[CommandResult]>, ended])
    if (typeof result !== 'string') return result[0]
    this.#running = null
    throw new Error(`"aios ${command.args.join(' ')}" ended the process:\n${result}`)
  }

  #start() {
    this.#configs.clear()
    const child = fork(script, { env: environment({}), stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
    return { child, ended: child.stderr === null ? Promise.resolve('') : text(child.stderr) }
  }
}

/** `test` whose projects run their `aios` commands in one process, which the files of a test worker share. */
export const test = base
  .extend('aiosProcess', { scope: 'worker' }, ({}, { onCleanup }) => {
    const aios = new AiosProcess()
    onCleanup(() => aios.stop())
    return aios
  })
  .extend(
    'aiosIn',
    { scope: 'file' },
    ({ aiosProcess }) =>
      (dir: string) =>
        aiosProcess.commandIn(dir),
  )

function configIn(folder: string): string {
  try {
    return readFileSync(join(folder, 'vitest.config.ts'), 'utf8')
  } catch {
    return ''
  }
}
