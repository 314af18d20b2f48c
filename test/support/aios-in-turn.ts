import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { environment, normalise, type Project, test as base } from './project.ts'
import { filesBelow } from './project-files.ts'

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
 * time of a command. Each command has a process of its own from the build in the tests of exit codes, JSON output and the
 * runbook: those find what depends on a process, such as a handle that a command leaves open.
 */
class AiosProcess {
  #running: { child: ChildProcess; ended: Promise<string> } | null = null
  #isBusy = false
  /** The code in each folder that the process has seen: it imports a config, and what that imports, once. */
  readonly #code = new Map<string, string>()
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

  /** Kills the process if it runs a command whose test has ended, such as by its timeout; the next command starts another. */
  killBusy(): void {
    if (!this.#isBusy) return
    this.#running?.child.kill('SIGKILL')
    this.#running = null
  }

  /** Ends the process, which keeps its compiled code for the next one. */
  stop(): void {
    this.#running?.child.disconnect()
    this.#running = null
  }

  async #run(command: Command): Promise<CommandResult> {
    const code = codeIn(command.cwd)
    if ((this.#code.get(command.cwd) ?? code) !== code) this.stop()
    const { child, ended } = (this.#running ??= this.#start())
    this.#code.set(command.cwd, code)
    child.send(command)
    this.#isBusy = true
    const result = await Promise.race([once(child, 'message') as Promise<[CommandResult]>, ended])
    this.#isBusy = false
    if (typeof result !== 'string') return result[0]
    this.#running = null
    throw new Error(`"aios ${command.args.join(' ')}" ended the process, or its test ended first:\n${result}`)
  }

  #start() {
    this.#code.clear()
    const child = fork(script, { env: environment({}), stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
    return { child, ended: child.stderr === null ? Promise.resolve('') : text(child.stderr) }
  }
}

/**
 * `test` whose projects run their `aios` commands in one process. The files of a test worker share it, because a process
 * for each file takes almost twice the time. What commands keep between calls is found by a path or a text, so that it
 * is the same in each file.
 */
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
  .extend('endOfCommands', { auto: true }, ({ aiosProcess }, { onCleanup }) => onCleanup(() => aiosProcess.killBusy()))

/** All code in a folder: its config may import any of it. Empty: it cannot be read. */
function codeIn(folder: string): string {
  try {
    const paths = filesBelow(folder).filter((path) => /\.[cm]?[jt]s$/.test(path))
    return paths.map((path) => `${path}\n${readFileSync(path, 'utf8')}`).join('\n')
  } catch {
    return ''
  }
}
