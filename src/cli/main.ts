#!/usr/bin/env node
/** The `aios` command: runs it and prints errors. */
import { inspect } from 'node:util'
import { nodeProblem } from '../node-version.ts'
import { errorMessage } from '../text/error-message.ts'
import { printable } from '../text/printable.ts'
import { aiosProgram } from './program.ts'

// `--debug` may follow any command, so it is taken out before commands read their options.
const args = process.argv.slice(2)
const end = args.indexOf('--')
const debugAt = args.indexOf('--debug')
const isDebug = debugAt >= 0 && (end < 0 || debugAt < end)
if (isDebug) args.splice(debugAt, 1)

function report(error: unknown): void {
  // Errors of other packages lack the prefix. Messages may quote files, so they are made printable.
  const hint = nodeProblem()
  const message = errorMessage(error).replace(/^(aios: )?/, 'aios: ') + (hint === null ? '' : `\n  ${hint}`)
  console.error(printable(isDebug ? `${message}\n${inspect(error)}` : message, { newlines: true }))
  process.exitCode = 1
}

process.on('uncaughtException', (error) => {
  report(error)
  process.exit()
})
// A reader of a pipe that has read enough, such as `head`, is not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})

try {
  const program = await aiosProgram(async () => (await import('./project.ts')).projectSettings(), args)
  await program.parseAsync(args, { from: 'user' })
} catch (error) {
  report(error)
}
