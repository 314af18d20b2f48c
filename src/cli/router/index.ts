import { Command } from 'commander'
import type { Settings } from '../../settings/types.ts'
import { evaluateCommand } from './evaluate.ts'
import { explainCommand } from './explain.ts'
import { learnCommand } from './learn.ts'
import { resetCommand } from './reset.ts'
import { simulateCommand } from './simulate.ts'
import { statusAction } from './status.ts'

/** `aios router`: where the router stands; its subcommands explain, try, teach and reset it. */
export function routerCommand(context: () => Promise<Settings>): Command {
  return new Command('router')
    .enablePositionalOptions()
    .description('what the adaptive router has learnt, why its boundary moved or not, and what would change that')
    .option('--json', 'print the facts as JSON')
    .action(statusAction(context))
    .addCommand(explainCommand(context))
    .addCommand(evaluateCommand(context))
    .addCommand(learnCommand(context))
    .addCommand(simulateCommand())
    .addCommand(resetCommand(context))
}
