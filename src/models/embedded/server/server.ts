import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as after } from 'node:timers/promises'
import { createAdaptorServer } from '@hono/node-server'
import { isLoopback } from '../../loopback.ts'
import { LoadedModel } from '../engine/engine.ts'
import { listen } from './listen.ts'
import { importEngine, startLlama } from '../engine/llama.ts'
import { Pool } from './pool.ts'
import { routes } from './routes.ts'
import { findModelFiles } from '../install/model-files.ts'

/** Options of the stand-in server. */
export interface StandInOptions {
  /** `AIOS_DIR`: contains the model files in `models`, the engine in `engine`. */
  dir: string
  /** Default 127.0.0.1. An address that other machines can reach requires an `apiKey`. */
  host?: string
  /** Default 0: any free port. */
  port?: number
  /** Requests that one model answers at the same time; more wait in a queue. Default 1. */
  slots?: number
  /**
   * Reuse the common prefix with the prompt before, as LM Studio and llama.cpp's server do. Default false: every prompt is
   * processed from its start, so that replies and latencies do not depend on earlier requests.
   */
  promptCache?: boolean
  /** Keep at most one model in memory. Default false. */
  oneResident?: boolean
  /** Idle time after which a model is unloaded, in seconds. Default: never. */
  ttlSeconds?: number
  /** The token that every request must carry; null or empty: no token is required. */
  apiKey?: string | null
  /** Compute threads. Default: the number of cores minus one. */
  threads?: number
  /** Receives a line for each model that is loaded or unloaded. */
  log?: (line: string) => void
  /** Receives the progress of a load, from 0 to 1. */
  onLoading?: (id: string, share: number) => void
}

/** How long open responses may take to finish when the server stops, in milliseconds. */
const DRAIN_MS = 1_000

/**
 * Starts a server that speaks LM Studio's endpoints over the embedded engine. Rejects when the engine or every
 * model file is missing, when the port is in use, and for a public host without a key.
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
    throw new Error(`There are no model files in ${dir}/models. Run: npx aios models pull`)
  const engine = await importEngine(dir)
  const llama = await startLlama(engine, options.threads)
  const pool = new Pool({
    slots,
    log,
    oneResident: options.oneResident ?? false,
    ttlSeconds: options.ttlSeconds ?? null,
    load: (modelFile, signal) =>
      LoadedModel.load({ engine, llama }, modelFile, {
        slots,
        keepsPrefix: options.promptCache ?? false,
        signal,
        onProgress: (share) => options.onLoading?.(modelFile.id, share),
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
    await Promise.race([closed, after(DRAIN_MS, undefined, { ref: false })])
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
