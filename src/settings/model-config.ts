import type { ModelConfig } from '../../schemas/generated/model-config.ts'
import { existsSync, readFileSync } from 'node:fs'
import { errorMessage } from '../text/error-message.ts'
import validate from '../../schemas/generated/model-config.validate.js'
import { describeErrors } from '../../schemas/validate.ts'
import { isRecord } from '../is-record.ts'
import type { Source } from '../source.ts'
import { SettingsError } from './settings-error.ts'

/**
 * Reads the runbook's model file, in both forms in which it occurs. Of several paths the first that exists counts, so
 * that a fallback can be named; a file that exists but is wrong is an error, never passed over.
 */
export function readModelConfig(paths: readonly string[]): {
  path: string
  models: Record<Source, { id: string; baseUrl: string }>
} {
  const path = paths.find((candidate) => existsSync(candidate))
  if (path === undefined) throw new SettingsError([`AIOS_MODEL_CONFIG: no such file: ${paths.join(', ')}`])
  let config: unknown
  try {
    // Windows tools begin a file with a byte order mark.
    config = JSON.parse(readFileSync(path, 'utf8').replace(/^\ufeff/, ''))
  } catch (error) {
    throw new SettingsError([`${path}: ${errorMessage(error)}`])
  }
  if (!validate(config)) throw new SettingsError(faultsOf(config, validate.errors).map((line) => `${path}: ${line}`))
  const small = config.embedder_llm ?? config.embedder
  if (small === undefined) throw new SettingsError([`${path}: embedder_llm is missing`])
  return { path, models: { main_model: endpoint(config.main_model), embedder: endpoint(small) } }
}

type Endpoint = ModelConfig['main_model']

function endpoint({ name, model_name, api_endpoint, api_url }: Endpoint): { id: string; baseUrl: string } {
  return { id: name ?? model_name ?? '', baseUrl: baseUrlOf(api_endpoint ?? api_url ?? '') }
}

/** The runbook's system asks its embedder at an address of its own, `/v1/embeddings`, on the same server. */
function baseUrlOf(address: string): string {
  return address
    .trim()
    .replace(/\/+$/, '')
    .replace(/\/(?:chat\/completions|completions|embeddings)$/, '')
    .replace(/\/+$/, '')
}

/** A schema with two forms complains about each: says once what is missing. */
function faultsOf(config: unknown, errors: typeof validate.errors): string[] {
  const parts = isRecord(config) ? config : {}
  const missing = [
    ...('main_model' in parts ? [] : ['main_model is missing']),
    ...('embedder' in parts || 'embedder_llm' in parts ? [] : ['embedder_llm (or embedder) is missing']),
    ...['main_model', 'embedder_llm', 'embedder'].flatMap((part) => {
      const model = parts[part]
      if (!isRecord(model)) return []
      return [
        ...('name' in model || 'model_name' in model ? [] : [`/${part} must have name (or model_name)`]),
        ...('api_endpoint' in model || 'api_url' in model ? [] : [`/${part} must have api_endpoint (or api_url)`]),
      ]
    }),
  ]
  const others = (errors ?? []).filter(({ keyword }) => keyword !== 'anyOf' && keyword !== 'required')
  return [...missing, ...describeErrors(others)]
}
