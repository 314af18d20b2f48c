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

/** Outcomes of a suite come fast, and nobody waits for them: they are written together. */
const SAVE_AFTER_MS = 500

/**
 * The router of a worker. In live runs its state is the one that all workers and runs share; a replay routes by a router
 * at rest, since recordings teach nothing and are compared with a baseline.
 */
export async function openSuiteRouter(
  { settings, backend }: RunFacts,
  told: { onMove(move: Move): void; warn: Warn },
): Promise<Router> {
  const { warn } = told
  return createRouter({
    ...routerOptions(settings),
    weights: readCoefficients(settings.router.weights),
    store: storeOf(),
    saveAfterMs: SAVE_AFTER_MS,
    warn,
    onMove: (move) => told.onMove(move),
  })

  function storeOf(): StateStore {
    if (backend.kind === 'replay' || backend.kind === 'none') return memoryStore()
    const { redis } = settings.router
    return redis === '' ? fileStore(stateFile(settings.dir), { warn }) : redisStore(redis, { warn })
  }
}
