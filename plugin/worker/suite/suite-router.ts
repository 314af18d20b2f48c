import {
  createRouter,
  fileStore,
  memoryStore,
  type Move,
  readCoefficients,
  redisStore,
  type Router,
  type StateStore,
  type Warn,
} from '../../../src/router/index.ts'
import type { RunFacts } from '../../run-facts.ts'
import { routerOptions, stateFile } from '../../../src/settings/router-options.ts'

/** Delay before outcomes are saved, in milliseconds: a suite reports many, and they are saved together. */
const SAVE_AFTER_MS = 500

/**
 * The router of a worker. In live runs all workers and runs share its state. A replay starts with a fresh state in memory,
 * because the router does not learn from recordings and they are compared with a baseline.
 */
export async function openSuiteRouter(
  { settings, backend }: RunFacts,
  listeners: { onMove(move: Move): void; warn: Warn },
): Promise<Router> {
  const { warn } = listeners
  return createRouter({
    ...routerOptions(settings),
    weights: readCoefficients(settings.router.weights),
    store: storeOf(),
    saveAfterMs: SAVE_AFTER_MS,
    warn,
    onMove: (move) => listeners.onMove(move),
  })

  function storeOf(): StateStore {
    if (backend.kind === 'replay' || backend.kind === 'none') return memoryStore()
    const { redis } = settings.router
    return redis === '' ? fileStore(stateFile(settings.dir), { warn }) : redisStore(redis, { warn })
  }
}
