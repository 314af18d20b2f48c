import { resolve } from 'node:path'
import { Command } from 'commander'
import { migrateState, type StateTarget } from '../../router/stores/migrate-state.ts'
import { stateFile } from '../../settings/router-options.ts'
import type { Settings } from '../../settings/settings.ts'
import { assertOneTarget, IN_PLACE_HELP, type MigrateOptions, printMigration, TO_HELP } from '../migration.ts'

/** `aios router migrate`: converts the state of an older router. Without a target it only reports. */
export function migrateRouterCommand(context: () => Promise<Settings>): Command {
  return new Command('migrate')
    .description(
      "convert an older router's state, and report what was read, kept and set aside; without a target it only reports",
    )
    .argument('[file]', 'the state; default: adaptive_routing_state.json in AIOS_DIR')
    .option('--to <file>', TO_HELP)
    .option('--in-place', IN_PLACE_HELP)
    .option('--json', 'print the facts as JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  npx aios router migrate --in-place\n  npx aios router migrate old/adaptive_routing_state.json --to .aios/adaptive_routing_state.json',
    )
    .action(async (file: string | undefined, options: MigrateOptions) => {
      assertOneTarget(options)
      const path = file === undefined ? stateFile((await context()).dir) : resolve(file)
      const { to, inPlace = false, json = false } = options
      const target: StateTarget =
        to === undefined ? { kind: inPlace ? 'in_place' : 'none' } : { kind: 'new', path: resolve(to) }
      printMigration('router', [await migrateState(path, target)], json)
    })
}
