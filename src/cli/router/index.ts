import { Command } from 'commander'
import type { Settings } from '../../settings/settings.ts'
import { evaluateCommand } from './evaluate.ts'
import { explainCommand } from './explain.ts'
import { learnCommand } from './learn.ts'
import { refuseUnknownSubcommand } from '../subcommand.ts'
import { migrateRouterCommand } from './migrate.ts'
import { resetCommand } from './reset.ts'
import { simulateCommand } from './simulate.ts'
import { statusAction } from './status.ts'

/** `aios router`: prints the state of the router; subcommands explain, evaluate, learn, simulate and reset. */
export function routerCommand(context: () => Promise<Settings>): Command {
  const status = statusAction(context)
  return (
    new Command('router')
      .enablePositionalOptions()
      .option('--json', 'print the facts as JSON')
      // Without this argument, commander reports an unknown subcommand as too many arguments.
      .argument('[command]')
      .usage('[options] [command]')
      .action((word: string | undefined, options: { json?: boolean }, command: Command) => {
        if (word === undefined) return status(options)
        return refuseUnknownSubcommand(command, word, 'prints the status of the router')
      })
      .addHelpText(
        'after',
        '\nExamples:\n  npx aios router\n  npx aios router explain "Plan a day in Rome"\n  npx aios router reset --dry-run',
      )
      .addCommand(explainCommand(context))
      .addCommand(evaluateCommand(context))
      .addCommand(learnCommand(context))
      .addCommand(simulateCommand())
      .addCommand(migrateRouterCommand(context))
      .addCommand(resetCommand(context))
  )
}
