import { size } from '../../text/size.ts'
import { probeServer } from '../../models/live/probe.ts'
import { PAIRS } from '../../models/embedded/install/catalogue.ts'
import { findEngine } from '../../models/embedded/install/status.ts'
import { findModelFiles } from '../../models/embedded/install/model-files.ts'
import { chooseModels } from './choose-models.ts'
import type { ModelChoice } from './templates.ts'

const DEFAULT_URL = 'http://127.0.0.1:1234/v1'
const TIMEOUT_MS = 3_000

const ALTERNATIVES = [
  'start the server of LM Studio, then run `npx aios init` again',
  'npx aios init --pair tiny: less to fetch, and weaker models',
]

/** What there is to choose from: models of a server, or an embedded pair, which may have to be fetched. */
export interface FoundModels {
  /** One line for the person. */
  description: string
  choice: ModelChoice
  /** The pair to fetch; null: nothing. */
  pull: string | null
  /** What is fetched, with size and licence. */
  fetched: string[]
  /** How to get other models. */
  alternatives?: readonly string[]
}

/** The options of the command that decide about models. */
export interface ModelOptions {
  mainModel?: string
  embedder?: string
  /** The embedded pair, whatever answers at the address. */
  pair?: keyof typeof PAIRS
  baseUrl?: string
  apiKey: string | null
  dir: string
}

/**
 * The two models of a new project: those that are named, else those of the server that answers at the address, else the
 * embedded pair. Throws an error that names the options where the models of a server cannot be told apart.
 */
export async function findModels(options: ModelOptions): Promise<FoundModels> {
  const { mainModel, embedder, baseUrl = DEFAULT_URL } = options
  if ((mainModel === undefined) !== (embedder === undefined))
    throw new Error('--main-model and --embedder belong together; name both')
  const address = baseUrl === DEFAULT_URL ? null : baseUrl
  if (mainModel !== undefined && embedder !== undefined) {
    const choice: ModelChoice = { backend: 'live', baseUrl: address, main_model: mainModel, embedder }
    return { description: `${mainModel}, ${embedder} at ${baseUrl}`, choice, pull: null, fetched: [] }
  }
  if (options.pair !== undefined) return embeddedPair('the', options.pair, options.dir)
  const probe = await probeServer(baseUrl, options.apiKey, TIMEOUT_MS)
  if (probe.kind !== 'reachable') {
    if (address !== null) throw new Error(`no models at ${baseUrl}: ${probe.evidence}`)
    const found = embeddedPair(`no server at ${DEFAULT_URL}: the`, 'small', options.dir)
    return found.pull === null ? found : { ...found, alternatives: ALTERNATIVES }
  }
  const ids = [...probe.models.map(({ id }) => id), ...probe.downloaded]
  const pair = chooseModels(ids)
  if (pair === null)
    throw new Error(
      `${baseUrl} lists ${ids.length === 0 ? 'no models' : ids.join(', ')}, whose names do not tell a large and a small one. Name them: npx aios init --main-model ID --embedder ID`,
    )
  return {
    description: `${pair.main_model} (large) and ${pair.embedder} (small), of ${ids.length} at ${baseUrl}`,
    choice: { backend: 'live', baseUrl: address, ...pair },
    pull: null,
    fetched: [],
  }
}

function embeddedPair(start: string, pair: keyof typeof PAIRS, dir: string): FoundModels {
  const [large, small] = PAIRS[pair]
  const files = findModelFiles(dir)
  const hasEngine = findEngine(dir) !== null
  const missing = PAIRS[pair].filter(({ id }) => !files.some((file) => file.id === id))
  const isComplete = hasEngine && missing.length === 0
  return {
    description: `${start} embedded pair ${pair} (${large.id}, ${small.id})`,
    choice: { backend: 'embedded', main_model: large.id, embedder: small.id },
    pull: isComplete ? null : pair,
    fetched: [
      ...(hasEngine ? [] : ['an inference engine, into .aios']),
      ...missing.map(({ id, bytes, licence }) => `${id}, ${size(bytes)}, licence ${licence}`),
    ],
  }
}
