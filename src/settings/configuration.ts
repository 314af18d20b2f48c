import type { Sampling } from './sampling.ts'
import type { Settings } from './types.ts'

/** One way to run the same system: what it names takes the place of the plugin's setting. */
export interface Configuration {
  /** Tells the configurations of a run apart, in events and reports. */
  name: string
  /** Model ids, for example of another quantisation. */
  models?: { main_model?: string; embedder?: string }
  sampling?: Partial<Sampling>
  /** System message before every conversation that has none. */
  prompt?: string
}

/** The settings that a configuration runs with. */
export function configure(settings: Settings, { models, sampling, prompt }: Configuration): Settings {
  const { main_model, embedder } = settings.models
  return {
    ...settings,
    models: {
      main_model: { ...main_model, id: models?.main_model ?? main_model.id },
      embedder: { ...embedder, id: models?.embedder ?? embedder.id },
    },
    sampling: { ...settings.sampling, ...sampling },
    prompt: prompt ?? settings.prompt,
  }
}
