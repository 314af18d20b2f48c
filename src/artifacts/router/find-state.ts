import { freshState, type RouterState } from '../../router/state.ts'
import { errorMessage } from '../../text/error-message.ts'
import { type Content, readContent } from '../../router/stores/state-file.ts'
import { stateFile } from '../../settings/router-options.ts'
import type { Settings } from '../../settings/settings.ts'

/** The current router state of a project; `state` is null before the first outcome. */
export interface FoundState {
  place: string
  state: RouterState | null
}

/** How to create a state. */
export const CREATE_STATE =
  'live runs create it, replays do not: start the server or run `npx aios models pull`, then `npx vitest run goldens`'

/** Reads the state without changing it. Rejects with the remedy if the state cannot be read. */
export async function findState({ dir, router }: Settings): Promise<FoundState> {
  if (router.redis !== '') return inRedis(router.redis)
  const place = stateFile(dir)
  const content = contentOf(place)
  if (content.kind === 'none') return { place, state: null }
  if ('state' in content) return { place, state: content.state }
  const remedy = 'the next live run renames it and starts a new one; `npx aios router reset` deletes it'
  throw new Error(`the router's state ${place} cannot be used: ${content.reason}\n  ${remedy}`)
}

function contentOf(place: string): Content {
  try {
    return readContent(place, new Date().toISOString())
  } catch (cause) {
    throw new Error(`the router's state ${place} cannot be read: ${errorMessage(cause)}`, { cause })
  }
}

/** The state before the first outcome. */
export function emptyState(): RouterState {
  return freshState(new Date().toISOString())
}

async function inRedis(address: string): Promise<FoundState> {
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
