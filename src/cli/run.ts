import { inspect } from 'node:util'
import { CommanderError } from 'commander'
import { nodeProblem } from '../node-version.ts'
import { errorMessage } from '../text/error-message.ts'
import { printable } from '../text/printable.ts'
import { systemErrorInWords } from '../text/system-error.ts'
import { Interrupted, INTERRUPTED } from './interrupted.ts'
import { printError } from './print.ts'
import { progress } from './progress.ts'
import { aiosProgram } from './program.ts'

/** Whether errors are printed with their stack trace. */
let isDebug = false

/** Runs `aios <words>` in this process: prints its errors and sets the exit code. */
export async function runAios(words: readonly string[]): Promise<void> {
  // `--debug` may follow any command, so it is taken out before commands read their options.
  const end = words.indexOf('--')
  const debugAt = words.indexOf('--debug')
  isDebug = debugAt >= 0 && (end < 0 || debugAt < end)
  const args = isDebug ? words.toSpliced(debugAt, 1) : words
  try {
    const program = await aiosProgram(async () => {
      const [{ projectSettings }, { sweepLogCache }] = await Promise.all([
        import('./project.ts'),
        import('../provenance/query/log-cache.ts'),
      ])
      const settings = await projectSettings()
      sweepLogCache(settings.dir)
      return settings
    }, args)
    await program.parseAsync(args, { from: 'user' })
  } catch (error) {
    // Help and wrong calls, which Commander has printed.
    if (error instanceof CommanderError) process.exitCode = error.exitCode
    else reportError(error)
  }
}

/** Prints an error with its remedy. `where`: what is written or read, where the error names no path. */
export function reportError(error: unknown, where?: string): void {
  progress.stop()
  if (error instanceof Interrupted) {
    process.exitCode = INTERRUPTED
    return
  }
  // Errors of other packages lack the prefix. Messages may quote files, so they are made printable.
  const message = errorMessage(error).replace(/^(aios: )?/, 'aios: ')
  const system = systemErrorInWords(message, where)
  const hasRemedy = /\n|-> |; /.test(system?.message ?? message)
  const text = system === null || hasRemedy ? message : `${system.message}\n  ${system.remedy}`
  const hint = nodeProblem()
  const hinted = hint === null ? text : `${text}\n  ${hint}`
  printError(printable(isDebug ? `${hinted}\n${inspect(error)}` : hinted, { newlines: true }))
  process.exitCode = 1
}
