import type { ResetOutput } from '../../../schemas/generated/router-output.ts'
import { Command } from 'commander'
import { errorMessage } from '../../text/error-message.ts'
import { fileStore } from '../../router/stores/file.ts'
import { redisStore } from '../../router/stores/redis.ts'
import { printable } from '../../text/printable.ts'
import { stateFile } from '../../settings/router-options.ts'
import type { Settings } from '../../settings/settings.ts'
import { findState } from '../../artifacts/router/find-state.ts'
import { print, printJson } from '../print.ts'

/** `aios router reset`: deletes the state of the router. */
export function resetCommand(context: () => Promise<Settings>): Command {
  return new Command('reset')
    .description('start a fresh experiment: delete what the router has learnt')
    .option('--dry-run', 'print what would be deleted, delete nothing')
    .option('--json', 'print the facts as JSON')
    .addHelpText('after', '\nExamples:\n  npx aios router reset --dry-run\n  npx aios router reset')
    .action(async ({ dryRun = false, json = false }: { dryRun?: boolean; json?: boolean }) => {
      const settings = await context()
      const description = await describe(settings)
      const report = (deleted: boolean, text: string) => {
        const facts = { dry_run: dryRun, deleted, state: description }
        const output: ResetOutput = { schema_version: '1.0', kind: 'reset', ...facts }
        if (json) printJson(output)
        else print(text)
      }
      if (description === null) return report(false, 'nothing to reset: the router has not learnt anything yet')
      if (dryRun) return report(false, `would delete ${description}`)
      const { redis } = settings.router
      const store = redis === '' ? fileStore(stateFile(settings.dir)) : redisStore(redis)
      try {
        await store.reset()
      } finally {
        await store.close()
      }
      report(true, `deleted ${description}: the boundary is at 0.5 again`)
    })
}

/** Describes the state; null: there is no state. */
async function describe(settings: Settings): Promise<string | null> {
  try {
    const { place, state } = await findState(settings)
    if (state === null) return null
    const { control, treatment } = state.buckets
    const outcomes = control.sample_count + treatment.sample_count
    return `${printable(place)} (${outcomes} outcomes, boundary ${state.boundary})`
  } catch (error) {
    if (settings.router.redis !== '') throw error
    // An unreadable file can still be deleted.
    return `${printable(stateFile(settings.dir))} (${printable(errorMessage(error), { max: 200 })})`
  }
}
