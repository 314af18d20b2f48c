import { Command } from 'commander'
import type { Settings } from '../../settings/settings.ts'
import { backupCommand } from './backup.ts'
import { diffCommand } from './diff.ts'
import { listCommand } from './list.ts'
import { migrateBaselineCommand } from './migrate.ts'
import { pruneCommand } from './prune.ts'
import { restoreCommand } from './restore.ts'
import { showCommand } from './show.ts'

/** `aios baseline`: shows, compares, copies and cleans the recorded baseline. `vitest run goldens -u` records it. */
export function baselineCommand(context: () => Promise<Settings>): Command {
  return new Command('baseline')
    .addHelpText(
      'after',
      '\nExamples:\n  npx aios baseline show greeting_1\n  npx aios baseline diff\n  npx aios baseline backup',
    )
    .addCommand(showCommand(context))
    .addCommand(listCommand(context))
    .addCommand(diffCommand(context))
    .addCommand(backupCommand(context))
    .addCommand(restoreCommand(context))
    .addCommand(pruneCommand(context))
    .addCommand(migrateBaselineCommand(context))
}
