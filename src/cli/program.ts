import { Command } from 'commander'
import type { Settings } from '../settings/settings.ts'
import { VERSION } from '../version.ts'
import { doctorCommand } from './doctor.ts'
import { modelsCommand } from './models.ts'
import { routerCommand } from './router/index.ts'
import { serveCommand } from './serve.ts'
import { sloCommand } from './slo.ts'

/** The `aios` command; `context` gives the settings of the project, and is called only by commands that need them. */
export function aiosProgram(context: () => Promise<Settings>): Command {
  return (
    new Command('aios')
      .description('Closed-loop evaluation for local language models, beside `vitest run goldens`')
      .version(VERSION)
      // What stands after a command's name is that command's: "aios router" has a --json, and so have its subcommands.
      .enablePositionalOptions()
      .showHelpAfterError('Run `aios --help` to see all commands.')
      .addCommand(doctorCommand(context))
      .addCommand(modelsCommand(context))
      .addCommand(routerCommand(context))
      .addCommand(serveCommand(context))
      .addCommand(sloCommand(context))
  )
}
