import { existsSync, readFileSync } from 'node:fs'
import { errorMessage } from '../error-message.ts'
import validate from '../../schemas/generated/model-config.validate.js'
import { describeErrors } from '../../schemas/validate.ts'
import type { Source } from '../source.ts'
import { SettingsError } from './settings-error.ts'

/**
 * Reads the runbook's model file. Of several paths the first that exists counts, so that a fallback can be named; a
 * file that exists but is wrong is an error, never passed over.
 */
export function readModelConfig(paths: readonly string[]): {
  path: string
  models: Record<Source, { id: string; baseUrl: string }>
} {
  const path = paths.find((candidate) => existsSync(candidate))
  if (path === undefined) throw new SettingsError([`AIOS_MODEL_CONFIG: no such file: ${paths.join(', ')}`])
  let config: unknown
  try {
    config = JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new SettingsError([`${path}: ${errorMessage(error)}`])
  }
  if (!validate(config)) throw new SettingsError(describeErrors(validate.errors).map((line) => `${path}: ${line}`))
  const endpoint = ({ name, api_endpoint }: { name: string; api_endpoint: string }) => ({
    id: name,
    baseUrl: api_endpoint.replace(/\/+$/, '').replace(/\/chat\/completions$/, ''),
  })
  return { path, models: { main_model: endpoint(config.main_model), embedder: endpoint(config.embedder_llm) } }
}
