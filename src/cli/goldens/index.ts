import { Command } from 'commander'
import type { Settings } from '../../settings/settings.ts'
import { addCommand } from './add.ts'
import { checkCommand } from './check.ts'

/** `aios goldens`: checks golden sets without a server, and turns logged replies into goldens. */
export function goldensCommand(context: () => Promise<Settings>): Command {
  return new Command('goldens')
    .addHelpText(
      'after',
      '\nExamples:\n  npx aios goldens check\n  npx aios goldens add --from MSG_ID --to goldens/sample_set.json --contains Paris',
    )
    .addCommand(checkCommand(context))
    .addCommand(addCommand(context))
}
