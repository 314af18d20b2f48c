import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as after } from 'node:timers/promises'
import { createAdaptorServer } from '@hono/node-server'
import { isLoopback } from '../loopback.ts'
import { LoadedModel } from './engine.ts'
import { importEngine, startLlama } from './llama.ts'
import { Pool } from './pool.ts'
import { routes } from './routes.ts'
import { findModelFiles } from './model-files.ts'

/** How the stand-in server is run. */
export interface StandInOptions {
  /** `AIOS_DIR`: holds the weights in `models`, the engine in `engine`. */
  dir: string
  /** Default 127.0.0.1. Any address that other machines reach needs an `apiKey`. */
  host?: string
  /** Default 0: any free port. */
  port?: number
  /** Requests that one model answers at the same time; the rest wait. Default 1. */
  slots?: number
  /**
   * Keep what a prompt has in common with the one before, as LM Studio and llama.cpp's server do. Default false: every
   * prompt is processed from its start, so that no reply and no latency depends on what was asked before.
   */
  promptCache?: boolean
  /** Keep one model in memory at most. Default false. */
  oneResident?: boolean
  /** Idle time after which a model is unloaded, in seconds. Default: never. */
  ttlSeconds?: number
  /** The token that every request must carry; null or empty: none is asked for. */
  apiKey?: string | null
  /** Threads that compute; default: one less than the machine has cores. */
  threads?: number
  /** Hears of models that come and go, a line each. */
  log?: (line: string) => void
  /** Hears how far the load of a model is, from 0 to 1. */
  onLoading?: (id: string, share: number) => void
}

/** How long those who are answered when the server stops have to take what is left, in milliseconds. */
const FAREWELL = 1_000

/**
 * Starts a server that speaks LM Studio's endpoints over the embedded engine. Rejects when the engine or all weights
 * are missing, when the port is taken, and for a host that would be open to others without a key.
 */
export async function startStandIn(options: StandInOptions): Promise<{ baseUrl: string; close(): Promise<void> }> {
  const { dir, host = '127.0.0.1', port = 0, slots = 1, log = () => {} } = options
  const apiKey = options.apiKey === '' ? null : (options.apiKey ?? null)
  if (!isLoopback(host) && apiKey === null) {
    throw new Error(
      `${host} can be reached from other machines. Set a key with --api-key or AIOS_API_KEY, or serve on 127.0.0.1`,
    )
  }
  if (findModelFiles(dir).length === 0)
    throw new Error(`There are no weights in ${dir}/models. Run: npx aios models pull`)
  const engine = await importEngine(dir)
  const llama = await startLlama(engine, options.threads)
  const pool = new Pool({
    slots,
    log,
    oneResident: options.oneResident ?? false,
    ttlSeconds: options.ttlSeconds ?? null,
    load: (weights, signal) =>
      LoadedModel.load({ engine, llama }, weights, {
        slots,
        keepsPrefix: options.promptCache ?? false,
        signal,
        onProgress: (share) => options.onLoading?.(weights.id, share),
      }),
  })
  const closing = new AbortController()
  const app = routes({ dir, pool, apiKey, closing: closing.signal, llamaRelease: llama.llamaCppRelease.release })
  const server = createAdaptorServer({ fetch: app.fetch }) as Server
  try {
    await listen(server, port, host)
  } catch (error) {
    await llama.dispose()
    throw error
  }
  const stop = async () => {
    closing.abort(new Error('Operation canceled.'))
    const closed = new Promise((resolve) => server.close(resolve))
    const drained = pool.close()
    await Promise.race([closed, after(FAREWELL, undefined, { ref: false })])
    server.closeAllConnections()
    await Promise.all([closed, drained])
    await llama.dispose()
  }
  let stopped: Promise<void> | undefined
  const address = host.includes(':') ? `[${host}]` : host
  return {
    baseUrl: `http://${address}:${(server.address() as AddressInfo).port}/v1`,
    close: () => (stopped ??= stop()),
  }
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = `Port ${port} on ${host} is taken. Choose another with --port, or stop what listens there`
      reject(error.code === 'EADDRINUSE' ? new Error(taken) : error)
    })
    server.listen(port, host, resolve)
  })
}
