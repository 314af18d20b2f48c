#!/usr/bin/env node
/** The `aios` command: runs it and prints errors. */
import { inspect } from 'node:util'
import { nodeProblem } from '../node-version.ts'
import { errorMessage } from '../text/error-message.ts'
import { printable } from '../text/printable.ts'
import { systemErrorInWords } from '../text/system-error.ts'
import { Interrupted, INTERRUPTED } from './interrupted.ts'
import { printError } from './print.ts'
import { progress } from './progress.ts'
import { aiosProgram } from './program.ts'

// `--debug` may follow any command, so it is taken out before commands read their options.
const args = process.argv.slice(2)
const end = args.indexOf('--')
const debugAt = args.indexOf('--debug')
const isDebug = debugAt >= 0 && (end < 0 || debugAt < end)
if (isDebug) args.splice(debugAt, 1)

/** Prints an error with its remedy. `where`: what is written or read, where the error names no path. */
function report(error: unknown, where?: string): void {
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

process.on('exit', () => progress.stop())
process.on('uncaughtException', (error) => {
  report(error)
  process.exit()
})
for (const [stream, name] of [
  [process.stdout, 'standard output'],
  [process.stderr, 'standard error'],
] as const) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // A reader of a pipe that has read enough, such as `head`, is not an error.
    if (error.code === 'EPIPE') process.exit()
    report(error, name)
    process.exit()
  })
}

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
  report(error)
}
