import { Command } from 'commander'
import { errorMessage } from '../../text/error-message.ts'
import { fileStore } from '../../router/stores/file.ts'
import { redisStore } from '../../router/stores/redis.ts'
import { printable } from '../../text/printable.ts'
import { stateFile } from '../../settings/router-options.ts'
import type { Settings } from '../../settings/settings.ts'
import { findState } from './state.ts'

/** `aios router reset`: forgets what was learnt, as deleting the state does. */
export function resetCommand(context: () => Promise<Settings>): Command {
  return new Command('reset')
    .description('start a fresh experiment: delete what the router has learnt')
    .option('--dry-run', 'only say what would be deleted')
    .action(async ({ dryRun = false }: { dryRun?: boolean }) => {
      const settings = await context()
      const what = await describe(settings)
      if (what === null) return console.log('nothing to reset: the router has not learnt anything yet')
      if (dryRun) return console.log(`would delete ${what}`)
      const { redis } = settings.router
      const store = redis === '' ? fileStore(stateFile(settings.dir)) : redisStore(redis)
      try {
        await store.reset()
      } finally {
        await store.close()
      }
      console.log(`deleted ${what}: the boundary is at 0.5 again`)
    })
}

/** What is there; null: nothing. */
async function describe(settings: Settings): Promise<string | null> {
  try {
    const { place, state } = await findState(settings)
    if (state === null) return null
    const { control, treatment } = state.buckets
    const outcomes = control.sample_count + treatment.sample_count
    return `${printable(place)} (${outcomes} outcomes, boundary ${state.boundary})`
  } catch (error) {
    if (settings.router.redis !== '') throw error
    // A file that cannot be read can be deleted all the same.
    return `${printable(stateFile(settings.dir))} (${printable(errorMessage(error), { max: 200 })})`
  }
}
