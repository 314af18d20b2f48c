import { isError } from '../../text/error-message.ts'
import { clearTimeout, setTimeout } from '../../clock.ts'
import type * as Redis from 'redis'
import type { Script } from './redis-scripts.ts'

/** The part of a client of the `redis` package that a store uses. Clients of a cluster do not have it. */
export interface RedisClient {
  sendCommand(args: string[]): Promise<unknown>
}

/** Timeout of a call in milliseconds, including the connection. */
const CALL_MS = 1_800

/** A call timed out. The server may have executed it. */
class NoAnswer extends Error {
  override name = 'NoAnswer'
}

/** Sends calls to a server, and connects on demand. */
export interface RedisLink {
  /** Runs a script. Rejects with a NoAnswer within two seconds, and with the server's own error. */
  run(script: Script, keys: readonly string[], args: readonly string[]): Promise<string>
  close(): void
}

/** Uses a client of the application, which connects and closes it. */
export function linkThrough(client: RedisClient): RedisLink {
  return {
    run: (...args) => withinTime(() => evaluate(client, ...args)),
    close() {},
  }
}

/**
 * Uses its own connection. A call connects if there is no connection, so that the first call after an outage succeeds. An
 * open connection does not keep the process alive.
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
        // The client was closed already.
      }
    }
    // Without a listener, a connection error would end the process.
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
      // The server may have restarted since the last call. Increments have ids, so a repeated one counts once.
      if (known === null || triesLeft === 0 || signal.aborted) throw error
      return await call(redis, args, signal, triesLeft - 1)
    } finally {
      signal.removeEventListener('abort', connection.drop)
    }
  }

  return {
    async run(...args) {
      // Not part of the timeout of the server: the first import may take a second on a busy machine.
      const loaded = (redis ??= await importRedis())
      return withinTime((signal) => call(loaded, args, signal, 1))
    },
    close: () => current?.drop(),
  }
}

interface Connection {
  client: RedisClient
  /** Rejects if the connection fails. */
  ready: Promise<unknown>
  drop: () => void
}

type Args = Parameters<RedisLink['run']>

async function importRedis(): Promise<typeof Redis> {
  try {
    return await import('redis')
  } catch (cause) {
    throw new RangeError('router: a state in Redis needs the package redis; run: npm install redis', { cause })
  }
}

/** By its hash; sends the text only if the server does not have it yet. */
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

/** Whether the error is a reply of the server, which begins with a word in capitals. */
export function isReply(error: unknown): error is Error {
  return isError(error) && /^[A-Z]{2,} /.test(error.message)
}

/** Aborts its signal after the timeout. The timer keeps the process alive until the reply arrives. */
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
