import { Command } from 'commander'
import { nearest } from '../../text/nearest.ts'
import type { Settings } from '../../settings/settings.ts'
import { evaluateCommand } from './evaluate.ts'
import { explainCommand } from './explain.ts'
import { learnCommand } from './learn.ts'
import { resetCommand } from './reset.ts'
import { simulateCommand } from './simulate.ts'
import { statusAction } from './status.ts'

/** `aios router`: prints the state of the router; subcommands explain, evaluate, learn, simulate and reset. */
export function routerCommand(context: () => Promise<Settings>): Command {
  const status = statusAction(context)
  return (
    new Command('router')
      .enablePositionalOptions()
      .description(
        'print what the adaptive router has learnt, why its boundary moved or not, and what would change that',
      )
      .option('--json', 'print the facts as JSON')
      // Without this argument, commander reports an unknown subcommand as too many arguments.
      .argument('[command]')
      .usage('[options] [command]')
      .action((word: string | undefined, options: { json?: boolean }, command: Command) => {
        if (word === undefined) return status(options)
        const names = command.commands.map((each) => each.name())
        const meant = nearest(word, names)
        const hint = meant === null ? `commands: ${names.join(', ')}` : `did you mean ${meant}?`
        return command.error(`error: unknown command '${word}' (${hint})`)
      })
      .addCommand(explainCommand(context))
      .addCommand(evaluateCommand(context))
      .addCommand(learnCommand(context))
      .addCommand(simulateCommand())
      .addCommand(resetCommand(context))
  )
}
