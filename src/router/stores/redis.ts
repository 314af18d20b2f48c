import { isoTime } from '../../clock.ts'
import { freshState, KEPT_EPOCHS, KEPT_MOVES, type Increment, type RouterState } from '../state.ts'
import type { StateStore, Warn } from '../store.ts'
import { checkIncrement, checkMove } from './increment-check.ts'
import { linkThrough, linkTo, type RedisClient, type RedisLink } from './redis-link.ts'
import { redisError, shownAddress } from './redis-error.ts'
import { ADD, COMMIT, LOAD, RESET, type Script } from './redis-scripts.ts'
import { encodeIncrement, stateReader } from './redis-state.ts'
import { warner } from './warning.ts'

/** For how long the server knows which increments it has added. */
const REMEMBERED_S = 3_600

/** Increments that go in one call. */
const MOST_AT_ONCE = 100

interface Parcel {
  increment: Increment
  id: string
  resolve: (state: RouterState) => void
  reject: (error: unknown) => void
}

/** How a state in Redis is kept. */
export interface RedisStoreOptions {
  /** Key of the state: routers with the same one share it. Without braces. Default `aios:router`. */
  name?: string
  /** Told when a state that was there is gone. Default: a warning of the process. */
  warn?: Warn
}

/**
 * A state in Redis, for routers on several machines: `server` is an address such as `redis://:password@host:6379/0`, or
 * a client of the `redis` package, connected, which stays the application's to close. Every change is made on the server
 * at once, and the same increment counts once within an hour.
 *
 * While the server cannot be reached, calls reject within two seconds with a StoreError that names the address, never
 * the password; the first call after it is back succeeds. Whatever stands at the key and is no state stays as it is.
 * Redis keeps a state over its own restart only when it is set up to, `appendonly yes`; `warn` is told when it is gone.
 * A RangeError says what is wrong with an address, a name or an increment.
 */
export function redisStore(server: string | RedisClient, options: RedisStoreOptions = {}): StateStore {
  const { name = 'aios:router' } = options
  const warn = warner(options.warn)
  if (name === '' || /[{}]/.test(name))
    throw new RangeError('router: the name of a state in Redis is a text without braces')
  const address = typeof server === 'string' ? shownAddress(server) : "the application's Redis client"
  const place = `${name} at ${address}`
  const link: RedisLink = typeof server === 'string' ? linkTo(server) : linkThrough(server)
  const read = stateReader()
  const waiting: Parcel[] = []
  let sending: Promise<void> | null = null
  /** When the state began that was seen last. */
  let began: string | null = null

  async function run(doing: 'read' | 'written', script: Script, keys: string[], args: string[]): Promise<RouterState> {
    try {
      const state = read(await link.run(script, [name, ...keys], args))
      const isNew = state === null || (began !== null && began !== state.started_at)
      if (began !== null && isNew && script !== RESET)
        warn(
          `aios: the router's state ${place} is gone (deleted, or not kept over a restart): the boundary starts at 0.5`,
        )
      began = state?.started_at ?? null
      return state ?? freshState(isoTime())
    } catch (error) {
      throw redisError(place, name, doing, error)
    }
  }

  async function sendAll(): Promise<void> {
    // What comes in the same tick, and while a call is under way, goes in one.
    await Promise.resolve()
    while (waiting.length > 0) {
      const batch = waiting.splice(0, MOST_AT_ONCE)
      // The same braces for all keys of a state: a cluster keeps them on one server.
      const keys = batch.map(({ id }) => `{${name}}:added:${id}`)
      const increments = batch.map(({ increment }) => encodeIncrement(increment))
      const settings = [isoTime(), String(REMEMBERED_S), String(KEPT_EPOCHS)]
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
