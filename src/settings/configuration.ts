import type { Configuration } from '../../schemas/generated/options.ts'
import { validateConfiguration } from '../../schemas/generated/options.validate.js'
import { isRecord } from '../is-record.ts'
import { optionProblems } from '../text/option-errors.ts'
import type { Settings } from './settings.ts'
import { withDefaults } from '../with-defaults.ts'

export type { Configuration }

/** The settings that a configuration runs with. */
export function configure(settings: Settings, { models, sampling, prompt }: Configuration): Settings {
  const { main_model, embedder } = settings.models
  return {
    ...settings,
    models: {
      main_model: { ...main_model, id: models?.main_model ?? main_model.id },
      embedder: { ...embedder, id: models?.embedder ?? embedder.id },
    },
    sampling: withDefaults(settings.sampling, sampling),
    prompt: prompt ?? settings.prompt,
  }
}

/** What is wrong with a configuration, one line each; `[]` where it can be used. */
export function configurationProblems(given: unknown): string[] {
  const name =
    isRecord(given) && typeof given['name'] === 'string' ? `configuration "${given['name']}"` : 'a configuration'
  const errors = optionProblems(validateConfiguration, given, { whole: 'the configuration' })
  return errors.map((error) => `${name}: ${error}`)
}
