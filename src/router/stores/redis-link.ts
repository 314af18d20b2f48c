import { isError } from '../../text/error-message.ts'
import { clearTimeout, setTimeout } from '../../clock.ts'
import type * as Redis from 'redis'
import type { Script } from './redis-scripts.ts'

/** The part of a client of the `redis` package that a store uses. A client of a cluster is of another form. */
export interface RedisClient {
  sendCommand(args: string[]): Promise<unknown>
}

/** How long a call may take, connecting included. */
const CALL_MS = 1_800

/** A call was not answered. It may have been carried out all the same. */
class NoAnswer extends Error {
  override name = 'NoAnswer'
}

/** Carries calls to a server, and connects when there is one to make. */
export interface RedisLink {
  /** Runs a script. Rejects with a NoAnswer within two seconds, and with the server's own error. */
  run(script: Script, keys: readonly string[], args: readonly string[]): Promise<string>
  close(): void
}

/** Over a client of the application's, which it connects and closes itself. */
export function linkThrough(client: RedisClient): RedisLink {
  return {
    run: (...args) => withinTime(() => evaluate(client, ...args)),
    close() {},
  }
}

/**
 * Over a connection of its own. None is kept up in the background: a call connects when there is no connection, so that
 * the first one after the server is back succeeds. An open connection keeps no process alive.
 */
export function linkTo(url: string): RedisLink {
  let redis: typeof Redis | null = null
  let current: Connection | null = null

  function open({ createClient }: typeof Redis): Connection {
    const socket = { connectTimeout: CALL_MS, reconnectStrategy: false } as const
    const client = createClient({ url, disableOfflineQueue: true, socket })
    const drop = () => {
      if (current === connection) current = null
      try {
        client.destroy()
      } catch {
        // It was closed already.
      }
    }
    // Without a listener an error of the connection ends the process.
    client.on('error', drop)
    client.unref()
    const connection = { client, ready: client.connect(), drop }
    return connection
  }

  async function call(redis: typeof Redis, args: Args, signal: AbortSignal, triesLeft: number): Promise<string> {
    const known = current
    const connection = (current ??= open(redis))
    signal.addEventListener('abort', connection.drop)
    try {
      await connection.ready
      return await evaluate(connection.client, ...args)
    } catch (error) {
      if (isReply(error)) throw error
      connection.drop()
      // The server may have been restarted since the last call. What it was sent already counts once.
      if (known === null || triesLeft === 0 || signal.aborted) throw error
      return await call(redis, args, signal, triesLeft - 1)
    } finally {
      signal.removeEventListener('abort', connection.drop)
    }
  }

  return {
    async run(...args) {
      // Outside of the time that the server has: the first import may take a second on a busy machine.
      const loaded = (redis ??= await importRedis())
      return withinTime((signal) => call(loaded, args, signal, 1))
    },
    close: () => current?.drop(),
  }
}

interface Connection {
  client: RedisClient
  /** Rejects when it could not connect. */
  ready: Promise<unknown>
  drop: () => void
}

type Args = Parameters<RedisLink['run']>

async function importRedis(): Promise<typeof Redis> {
  try {
    return await import('redis')
  } catch (cause) {
    throw new RangeError('router: a state in Redis needs the package redis: npm install redis', { cause })
  }
}

/** By its hash, since the text is known to the server but for the first time after its start. */
async function evaluate(
  client: RedisClient,
  { text, sha }: Script,
  keys: readonly string[],
  args: readonly string[],
): Promise<string> {
  const rest = [String(keys.length), ...keys, ...args]
  try {
    return String(await client.sendCommand(['EVALSHA', sha, ...rest]))
  } catch (error) {
    if (!isReply(error) || !error.message.startsWith('NOSCRIPT')) throw error
    return String(await client.sendCommand(['EVAL', text, ...rest]))
  }
}

/** Whether the server itself said no, by an error that begins with a word in capitals. */
export function isReply(error: unknown): error is Error {
  return isError(error) && /^[A-Z]{2,} /.test(error.message)
}

/** Aborts its signal when the time is over. The timer keeps the process alive until the answer is there. */
async function withinTime(call: (signal: AbortSignal) => Promise<string>): Promise<string> {
  const { promise: timeout, reject } = Promise.withResolvers<never>()
  const abort = new AbortController()
  const timer = setTimeout(() => {
    reject(new NoAnswer(`no answer within ${CALL_MS / 1_000} s`))
    abort.abort()
  }, CALL_MS)
  try {
    return await Promise.race([call(abort.signal), timeout])
  } finally {
    clearTimeout(timer)
  }
}
