import { resolve } from 'node:path'
import { Command } from 'commander'
import { migrateLogs, type MigrationTarget } from '../../provenance/legacy/migrate-log.ts'
import { logFiles } from '../../provenance/log-files.ts'
import type { Settings } from '../../settings/settings.ts'
import { printable } from '../../text/printable.ts'
import { assertOneTarget, IN_PLACE_HELP, type MigrateOptions, printMigration, TO_HELP } from '../migration.ts'

/** `aios events migrate`: converts logs of older formats. Without a target it only reports. */
export function migrateEventsCommand(context: () => Promise<Settings>): Command {
  return new Command('migrate')
    .description(
      'convert logs of older formats, and report what was read, kept and set aside; without a target it only reports',
    )
    .argument('[logs...]', 'files, globs, or folders with *.ndjson; default: the log in AIOS_DIR')
    .option('--to <file>', TO_HELP)
    .option('--in-place', IN_PLACE_HELP)
    .option('--json', 'print the facts as JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  npx aios events migrate data_core/analytics\n  npx aios events migrate data_core/analytics --in-place\n  npx aios events migrate old/hypotheses.ndjson --to .aios/hypotheses.ndjson',
    )
    .action(async (logs: string[], options: MigrateOptions) => {
      assertOneTarget(options)
      const from = logs.length === 0 ? (await context()).dir : logs
      const files = logFiles(from).map((file) => resolve(file))
      if (files.length === 0)
        throw new Error(
          `there is no log in ${printable([from].flat().join(', '))}\n  name it: npx aios events migrate FILE`,
        )
      const { to, inPlace = false, json = false } = options
      const target: MigrationTarget =
        to === undefined ? { kind: inPlace ? 'in_place' : 'none' } : { kind: 'new', path: resolve(to) }
      printMigration('events', await migrateLogs(files, target), json)
    })
}
