#!/usr/bin/env node
import { Command } from 'commander'
import { errorMessage } from '../text/error-message.ts'
import { printable } from '../text/printable.ts'
import { VERSION } from '../version.ts'
import { doctorCommand } from './doctor.ts'
import { modelsCommand } from './models.ts'
import { projectSettings } from './project.ts'
import { routerCommand } from './router/index.ts'
import { serveCommand } from './serve.ts'
import { sloCommand } from './slo.ts'

const program = new Command('aios')
  .description('Closed-loop evaluation for local language models, beside `vitest run goldens`')
  .version(VERSION)
  // What stands after a command's name is that command's: "aios router" has a --json, and so have its subcommands.
  .enablePositionalOptions()
  .showHelpAfterError('Run `aios --help` to see all commands.')
  .addCommand(doctorCommand(projectSettings))
  .addCommand(modelsCommand(projectSettings))
  .addCommand(routerCommand(projectSettings))
  .addCommand(serveCommand(projectSettings))
  .addCommand(sloCommand(projectSettings))

try {
  await program.parseAsync()
} catch (error) {
  // Errors of this package begin with its name, and those of others do not. They may quote files.
  console.error(printable(errorMessage(error).replace(/^(aios: )?/, 'aios: '), { newlines: true }))
  process.exitCode = 1
}
