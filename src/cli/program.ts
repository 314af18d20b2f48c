import { Command } from 'commander'
import type { Settings } from '../settings/settings.ts'
import { VERSION } from '../version.ts'
import { baselineCommand } from './baseline/index.ts'
import { askCommand } from './ask/index.ts'
import { cleanCommand } from './clean/index.ts'
import { doctorCommand } from './doctor.ts'
import { eventsCommand } from './events/index.ts'
import { goldensCommand } from './goldens/index.ts'
import { initCommand } from './init/index.ts'
import { modelsCommand } from './models.ts'
import { rotateCommand } from './rotate.ts'
import { routerCommand } from './router/index.ts'
import { serveCommand } from './serve.ts'
import { sloCommand } from './slo/index.ts'
import { statusCommand } from './status/index.ts'

/** The `aios` command. `context` resolves the settings of the project; commands without need of them do not call it. */
export function aiosProgram(context: () => Promise<Settings>): Command {
  return (
    new Command('aios')
      .description('Closed-loop evaluation for local language models, beside `vitest run goldens`')
      .version(VERSION)
      // Options after a subcommand belong to it: "aios router" has a --json, and so have its subcommands.
      .enablePositionalOptions()
      .showHelpAfterError('Run `aios --help` to see all commands.')
      .addCommand(baselineCommand(context))
      .addCommand(askCommand(context))
      .addCommand(cleanCommand(context))
      .addCommand(doctorCommand(context))
      .addCommand(eventsCommand(context))
      .addCommand(goldensCommand(context))
      .addCommand(initCommand())
      .addCommand(modelsCommand(context))
      .addCommand(rotateCommand(context))
      .addCommand(routerCommand(context))
      .addCommand(serveCommand(context))
      .addCommand(sloCommand(context))
      .addCommand(statusCommand(context))
  )
}
