#!/usr/bin/env node
/** The `aios` command. */
import { progress } from './progress.ts'
import { reportError, runAios } from './run.ts'

process.on('exit', () => progress.stop())
process.on('uncaughtException', (error) => {
  reportError(error)
  process.exit()
})
for (const [stream, name] of [
  [process.stdout, 'standard output'],
  [process.stderr, 'standard error'],
] as const) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // A reader of a pipe that has read enough, such as `head`, is not an error.
    if (error.code === 'EPIPE') process.exit()
    reportError(error, name)
    process.exit()
  })
}

await runAios(process.argv.slice(2))
