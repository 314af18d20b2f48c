import { inspect } from 'node:util'
import { GREEDY, type Sampling } from './sampling.ts'
import type { Settings } from './settings.ts'

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

/** What is wrong with a configuration that a person wrote, one line each; none: it can be used. */
export function configurationFaults(given: Configuration): string[] {
  const name = isText(given.name) ? [] : [`a configuration needs a name, not ${inspect(given.name)}`]
  const parts = [
    ...unknownKeys(given, ['name', 'models', 'sampling', 'prompt']),
    ...unknownKeys(given.models, ['main_model', 'embedder']),
    ...unknownKeys(given.sampling, Object.keys(GREEDY)),
    ...texts({ ...given.models, prompt: given.prompt }),
    ...Object.entries(given.sampling ?? {}).flatMap(([key, value]: [string, unknown]) =>
      key === 'stop' || (typeof value === 'number' && Number.isFinite(value))
        ? []
        : [`${key} must be a number, not ${inspect(value)}`],
    ),
  ]
  return [...name, ...parts.map((fault) => `configuration ${inspect(given.name)}: ${fault}`)]
}

function unknownKeys(part: object | undefined, known: readonly string[]): string[] {
  return Object.keys(part ?? {}).flatMap((key) =>
    known.includes(key) ? [] : [`"${key}" is no setting; known are ${known.join(', ')}`],
  )
}

function texts(values: object): string[] {
  return Object.entries(values).flatMap(([key, value]: [string, unknown]) =>
    value === undefined || isText(value) ? [] : [`${key} must be a text that is not empty, not ${inspect(value)}`],
  )
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value.trim() !== ''
}
