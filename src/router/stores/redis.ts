import { DEFAULTS } from '../../../schemas/generated/options.defaults.ts'
import type { RedisStoreOptions } from '../../../schemas/generated/options.ts'
import { validateRedisStoreOptions } from '../../../schemas/generated/options.validate.js'
import { isoTime } from '../../clock.ts'
import { freshState, KEPT_EPOCHS, KEPT_MOVES, type Increment, type RouterState } from '../state.ts'
import type { StateStore } from '../store.ts'
import { checkIncrement, checkMove } from './increment-check.ts'
import { linkThrough, linkTo, type RedisClient, type RedisLink } from './redis-link.ts'
import { redisError, shownAddress } from './redis-error.ts'
import { ADD, COMMIT, LOAD, RESET, type Script } from './redis-scripts.ts'
import { encodeIncrement, stateReader } from './redis-state.ts'
import { assertStoreOptions } from './store-options.ts'
import { warner } from './warning.ts'

/** Seconds for which Redis keeps the ids of increments. */
const ID_TTL_S = 3_600

/** Maximum number of increments in one call. */
const MAX_BATCH = 100

interface QueuedIncrement {
  increment: Increment
  id: string
  resolve: (state: RouterState) => void
  reject: (error: unknown) => void
}

export type { RedisStoreOptions }

/**
 * A state in Redis, for routers on several machines: `server` is an address such as `redis://:password@host:6379/0`, or
 * a connected client of the `redis` package, which the application closes. Every change is atomic on the server, and the
 * same increment counts once within an hour.
 *
 * While the server cannot be reached, calls reject within two seconds with a StoreError that names the address, never
 * the password; the first call after it is back succeeds. Other content of the key is not changed. Redis keeps a
 * state over its own restart only with `appendonly yes`; otherwise `warn` is called. Throws a RangeError for an invalid
 * address, options or increment.
 */
export function redisStore(server: string | RedisClient, options: RedisStoreOptions = {}): StateStore {
  assertStoreOptions(validateRedisStoreOptions, options, 'redisStore')
  const { name = DEFAULTS.RedisStoreOptions.name } = options
  const warn = warner(options.warn)
  const address = typeof server === 'string' ? shownAddress(server) : "the application's Redis client"
  const place = `${name} at ${address}`
  const link: RedisLink = typeof server === 'string' ? linkTo(server) : linkThrough(server)
  const read = stateReader()
  const waiting: QueuedIncrement[] = []
  let sending: Promise<void> | null = null
  /** Start time of the last known state. */
  let knownStart: string | null = null

  async function run(doing: 'read' | 'written', script: Script, keys: string[], args: string[]): Promise<RouterState> {
    try {
      const state = read(await link.run(script, [name, ...keys], args))
      const isNew = state === null || (knownStart !== null && knownStart !== state.started_at)
      if (knownStart !== null && isNew && script !== RESET)
        warn(
          `aios: the router's state ${place} is gone (deleted, or not kept over a restart): the boundary starts at 0.5`,
        )
      knownStart = state?.started_at ?? null
      return state ?? freshState(isoTime())
    } catch (error) {
      throw redisError(place, name, doing, error)
    }
  }

  async function sendAll(): Promise<void> {
    // Increments of the same tick, and those that arrive during a call, share one call.
    await Promise.resolve()
    while (waiting.length > 0) {
      const batch = waiting.splice(0, MAX_BATCH)
      // Braces keep all keys of a state on one server of a cluster.
      const keys = batch.map(({ id }) => `{${name}}:added:${id}`)
      const increments = batch.map(({ increment }) => encodeIncrement(increment))
      const settings = [isoTime(), String(ID_TTL_S), String(KEPT_EPOCHS)]
      try {
        const state = await run('written', ADD, keys, [...settings, ...increments])
        for (const { resolve } of batch) resolve(state)
      } catch (error) {
        for (const { reject } of [...batch, ...waiting.splice(0)]) reject(error)
      }
    }
    sending = null
  }

  return {
    place,
    load: () => run('read', LOAD, [], []),
    async add(increment, id) {
      checkIncrement(increment)
      return new Promise((resolve, reject) => {
        waiting.push({ increment, id, resolve, reject })
        sending ??= sendAll()
      })
    },
    async commit(move, generation) {
      checkMove(move)
      const moved = [String(generation), String(move.to), move.ts, JSON.stringify(move), String(KEPT_MOVES)]
      return run('written', COMMIT, [], moved)
    },
    async reset() {
      await run('written', RESET, [], [])
    },
    async close() {
      await sending
      link.close()
    },
  }
}
