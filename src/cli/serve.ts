import { Command, Option } from 'commander'
import { pairAmong } from '../models/embedded/install/catalogue.ts'
import { engineStatus } from '../models/embedded/install/status.ts'
import { isLoopback } from '../models/loopback.ts'
import type { Settings } from '../settings/settings.ts'
import { integer } from './number.ts'
import { print, printError } from './print.ts'
import { progress } from './progress.ts'

interface ServeOptions {
  port: number
  host: string
  oneResident?: boolean
  promptCache?: boolean
  ttl?: number
  apiKey?: string
  slots: number
  threads?: number
}

/** How long a stopped server may take to finish its replies, in milliseconds. */
const GRACE = 5_000

/**
 * `aios serve`: runs the stand-in server until it is stopped. Exit code 0 within seconds of SIGINT or SIGTERM; a second
 * signal ends it at once, with exit code 1.
 */
export function serveCommand(context: () => Promise<Settings>): Command {
  return new Command('serve')
    .option('--port <number>', 'port to listen on; 0: any free port', integer(0, 65_535), 1_234)
    .option('--host <address>', 'address to listen on; one that other machines can reach requires a key', '127.0.0.1')
    .option('--one-resident', 'keep at most one model in memory')
    .option('--prompt-cache', 'reuse the common prefix with the prompt before')
    .option('--ttl <seconds>', 'unload a model after this idle time', integer(1, 2_000_000))
    .addOption(new Option('--api-key <key>', 'token that every request must carry').env('AIOS_API_KEY'))
    .option('--slots <number>', 'requests that a model answers at the same time', integer(1, 64), 1)
    .option('--threads <number>', 'compute threads (default: the number of cores minus one)', integer(1, 256))
    .addHelpText(
      'after',
      '\nExamples:\n  npx aios serve\n  npx aios serve --port 0 --one-resident\n  AIOS_API_KEY=secret npx aios serve --host 0.0.0.0',
    )
    .action(async (options: ServeOptions) => serve(options, (await context()).dir))
}

async function serve(options: ServeOptions, dir: string): Promise<void> {
  const { startStandIn } = await import('../models/embedded/server/server.ts')
  const stopped = new Promise<void>((resolve) => {
    let signals = 0
    const stop = () => {
      signals += 1
      if (signals > 1) process.exit(1)
      // A prompt in progress is processed to its end first, which may take minutes.
      setTimeout(() => process.exit(), GRACE)
      resolve()
    }
    // Not `once`: a dependency of the engine ends the process when it finds no other listener left.
    process.on('SIGINT', stop).on('SIGTERM', stop)
  })
  const { port, host, slots, ttl, threads, apiKey = '' } = options
  let isLoading = false
  const server = await startStandIn({
    dir,
    port,
    host,
    slots,
    apiKey,
    oneResident: options.oneResident === true,
    promptCache: options.promptCache === true,
    ...(ttl === undefined ? {} : { ttlSeconds: ttl }),
    ...(threads === undefined ? {} : { threads }),
    onLoading(id, share) {
      if (!isLoading) progress.start(`loading ${id}`)
      isLoading = true
      progress.update(`loading ${id}  ${Math.floor(share * 100)} %`)
    },
    log(text) {
      if (isLoading) progress.stop()
      isLoading = false
      printError(text)
    },
  })
  if (!isLoopback(host)) printError(`warning: other machines can reach ${server.baseUrl}; every request needs the key`)
  progress.stop()
  print(`aios serve: ${server.baseUrl}${apiKey === '' ? '' : ' (with an API key)'}`)
  const { main_model, embedder } = pairAmong((await engineStatus(dir)).models)
  printError(
    `Use it: AIOS_BASE_URL=${server.baseUrl} AIOS_MAIN_MODEL=${main_model} AIOS_EMBEDDER=${embedder} npx vitest run goldens`,
  )
  await stopped
  progress.stop()
  await server.close()
  // An engine whose load was aborted keeps the process alive.
  process.exit()
}
