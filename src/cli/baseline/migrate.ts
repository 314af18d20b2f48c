import { resolve } from 'node:path'
import { Command } from 'commander'
import { type BaselineTarget, migrateBaseline } from '../../artifacts/baseline/migrate.ts'
import type { Settings } from '../../settings/settings.ts'
import { assertOneTarget, IN_PLACE_HELP, type MigrateOptions, printMigration, TO_HELP } from '../migration.ts'

/** `aios baseline migrate`: converts the runbook's baseline. Without a target it only reports. */
export function migrateBaselineCommand(context: () => Promise<Settings>): Command {
  return new Command('migrate')
    .description(
      "convert the runbook's baseline, and report what was read, kept and set aside; without a target it only reports",
    )
    .argument('[file]', 'the baseline; default: that of the project')
    .option('--to <file>', TO_HELP)
    .option('--in-place', IN_PLACE_HELP)
    .option('--json', 'print the facts as JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  npx aios baseline migrate --in-place\n  npx aios baseline migrate old/baseline_results.json --to goldens/baseline.json',
    )
    .action(async (file: string | undefined, options: MigrateOptions) => {
      assertOneTarget(options)
      const path = file === undefined ? (await context()).baseline : resolve(file)
      const { to, inPlace = false, json = false } = options
      const target: BaselineTarget =
        to === undefined ? { kind: inPlace ? 'in_place' : 'none' } : { kind: 'new', path: resolve(to) }
      printMigration('baseline', [migrateBaseline(path, target)], json)
    })
}
