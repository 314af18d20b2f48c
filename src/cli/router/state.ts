import { freshState, type RouterState } from '../../router/state.ts'
import { readContent } from '../../router/stores/state-file.ts'
import { stateFile } from '../../settings/router-options.ts'
import type { Settings } from '../../settings/settings.ts'

/** A project's router state as it is now, without changing it; `state` null: there is none yet. */
export interface Found {
  place: string
  state: RouterState | null
}

/** Rejects when there is a state that cannot be read, with what mends it. */
export async function findState({ dir, router }: Settings): Promise<Found> {
  if (router.redis !== '') return inRedis(router.redis)
  const place = stateFile(dir)
  const content = readContent(place, new Date().toISOString())
  if (content.kind === 'none') return { place, state: null }
  if ('state' in content) return { place, state: content.state }
  const follows = 'the next live run sets it aside and starts afresh; `aios router reset` deletes it'
  throw new Error(`the router's state ${place} cannot be used: ${content.reason}\n  ${follows}`)
}

/** How a state looks that is not there yet. */
export function emptyState(): RouterState {
  return freshState(new Date().toISOString())
}

async function inRedis(address: string): Promise<Found> {
  const { redisStore } = await import('../../router/stores/redis.ts')
  const store = redisStore(address)
  try {
    const state = await store.load()
    const seen = Object.values(state.buckets).some(({ sample_count, failures }) => sample_count + failures > 0)
    return { place: store.place, state: seen ? state : null }
  } finally {
    await store.close()
  }
}
