#!/usr/bin/env node
import { errorMessage } from '../text/error-message.ts'
import { printable } from '../text/printable.ts'
import { aiosProgram } from './program.ts'
import { projectSettings } from './project.ts'

try {
  await aiosProgram(projectSettings).parseAsync()
} catch (error) {
  // Errors of this package begin with its name, and those of others do not. They may quote files.
  console.error(printable(errorMessage(error).replace(/^(aios: )?/, 'aios: '), { newlines: true }))
  process.exitCode = 1
}
