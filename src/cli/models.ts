import type { ModelsOutput } from '../../schemas/generated/models-output.ts'
import { Command } from 'commander'
import type { Settings } from '../settings/settings.ts'
import { print, printJson } from './print.ts'
import { columns } from './columns.ts'
import { progress } from './progress.ts'

/** `aios models`: fetches and lists what the embedded engine needs. */
export function modelsCommand(context: () => Promise<Settings>): Command {
  const models = new Command('models').addHelpText(
    'after',
    '\nExamples:\n  npx aios models pull tiny\n  npx aios models list',
  )
  models
    .command('pull')
    .argument('[name...]', 'pairs or single models; default: the pair small')
    .description('fetch the engine and a pair of models: small (1.6 GB) or tiny (350 MB, for CI)')
    .addHelpText('after', '\nExamples:\n  npx aios models pull\n  npx aios models pull tiny')
    .action(async (names: string[]) => {
      const models = await pullModels(names, (await context()).dir)
      const { embeddedSettings } = await import('../models/embedded/install/catalogue.ts')
      print(`use them:\n  ${embeddedSettings(models)} npx vitest run goldens`)
    })
  models
    .command('list')
    .option('--json', 'print the list as JSON')
    .description('list known and installed models')
    .addHelpText('after', '\nExamples:\n  npx aios models list\n  npx aios models list --json')
    .action(async ({ json }: { json?: boolean }) => listModels((await context()).dir, json === true))
  return models
}

/**
 * Fetches the engine and models, with progress on stderr, and returns the ids of the models. An interrupt stops the
 * download, which can be continued.
 */
export async function pullModels(names: readonly string[], dir: string): Promise<string[]> {
  const { knownModels, pull } = await import('../models/embedded/install/pull.ts')
  const { size } = await import('../text/size.ts')
  const models = knownModels(names)
  const stop = new AbortController()
  const interrupt = () => stop.abort(new Error('stopped; run the same command again to continue the download'))
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt)
  progress.start('fetching')
  try {
    await pull({
      dir,
      models,
      signal: stop.signal,
      onProgress: (id, bytes, total) =>
        progress.update(`${id}  ${size(bytes)} of ${size(total)}  ${Math.floor((bytes / total) * 100)} %`),
      log: print,
    })
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt)
  }
  return models.map(({ id }) => id)
}

async function listModels(dir: string, json: boolean): Promise<void> {
  const { PAIRS } = await import('../models/embedded/install/catalogue.ts')
  const { findModelFiles } = await import('../models/embedded/install/model-files.ts')
  const { engineStatus } = await import('../models/embedded/install/status.ts')
  const { size } = await import('../text/size.ts')
  const installed = findModelFiles(dir)
  const known = Object.entries(PAIRS).flatMap(([pair, models]) =>
    models.map(({ id, file, bytes, licence, quantization }) => {
      return { id, pair, file, bytes, licence, quantization, installed: installed.some((weights) => weights.id === id) }
    }),
  )
  const others = installed
    .filter(({ id }) => !known.some((model) => model.id === id))
    .map(({ id, path, quantization }) => ({ id, path, quantization, installed: true }))
  const { engine } = await engineStatus(dir)
  const output: ModelsOutput = { schema_version: '1.0', engine, models: [...known, ...others] }
  if (json) return printJson(output)
  const rows = [
    ...known.map((model) => {
      return [model.id, model.pair, model.installed ? 'installed' : 'missing', size(model.bytes), model.licence]
    }),
    ...others.map((model) => [model.id, '', 'installed', '', '']),
  ]
  print(`engine: ${engine ?? 'not installed'}`)
  print(columns(rows, { right: [3] }).join('\n'))
}
