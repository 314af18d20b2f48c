import { existsSync, readFileSync } from 'node:fs'
import type { ModelConfig } from '../../schemas/generated/model-config.ts'
import validate from '../../schemas/generated/model-config.validate.js'
import type { Source } from '../source.ts'
import { errorMessage } from '../text/error-message.ts'
import { describeOptionErrors } from '../text/option-errors.ts'
import { SettingsError } from './settings-error.ts'

/**
 * Reads the runbook's model file, in both forms in which it occurs. Of several paths the first that exists counts, so
 * that a fallback can be named; a file that exists but is wrong is an error, never passed over. `place` is the option or
 * variable that names them, for errors.
 */
export function readModelConfig(
  paths: readonly string[],
  place: string,
): {
  path: string
  models: Record<Source, { id: string; baseUrl: string }>
} {
  const path = paths.find((candidate) => existsSync(candidate))
  if (path === undefined) throw new SettingsError([`${place}: no such file: ${paths.join(', ')}`])
  const config = readJson(path)
  const isValid = validate(config)
  const small = isValid ? (config.embedder_llm ?? config.embedder) : undefined
  if (!isValid || small === undefined) {
    const errors = describeOptionErrors(validate.errors, { whole: 'the model file' })
    throw new SettingsError(errors.map((error) => `${path}: ${error}`))
  }
  return { path, models: { main_model: endpoint(config.main_model), embedder: endpoint(small) } }
}

function readJson(path: string): unknown {
  try {
    // Windows tools begin a file with a byte order mark.
    return JSON.parse(readFileSync(path, 'utf8').replace(/^\ufeff/, ''))
  } catch (error) {
    throw new SettingsError([`${path}: ${errorMessage(error)}`])
  }
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
