#!/usr/bin/env node
/** The `aios` command: runs it and prints errors. */
import { errorMessage } from '../text/error-message.ts'
import { printable } from '../text/printable.ts'
import { aiosProgram } from './program.ts'
import { projectSettings } from './project.ts'

try {
  await aiosProgram(projectSettings).parseAsync()
} catch (error) {
  // Errors of other packages lack the prefix. Messages may quote files, so they are made printable.
  console.error(printable(errorMessage(error).replace(/^(aios: )?/, 'aios: '), { newlines: true }))
  process.exitCode = 1
}
