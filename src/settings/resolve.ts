import { resolve } from 'node:path'
import { nearest } from '../text/nearest.ts'
import { regressionFaults, regressionPolicy } from '../verdicts/regression/policy.ts'
import { optionFaults } from '../router/option-faults.ts'
import { POLICY_DEFAULTS } from '../router/policy.ts'
import { sloFaults } from '../verdicts/slo/objectives.ts'
import type { Source } from '../source.ts'
import { readModelConfig } from './model-config.ts'
import { LONGEST_LIMIT, SettingReader } from './reader.ts'
import { GREEDY } from './sampling.ts'
import type { AiosOptions, BackendChoice, RouterSettings, Settings } from './settings.ts'

const BACKENDS: readonly BackendChoice[] = ['auto', 'live', 'replay', 'embedded']

const OPTIONS: Record<keyof AiosOptions, true> = {
  backend: true,
  baseUrl: true,
  apiKey: true,
  models: true,
  aliases: true,
  modelConfig: true,
  dir: true,
  repeats: true,
  timeoutMs: true,
  limits: true,
  adaptive: true,
  router: true,
  slots: true,
  sampling: true,
  prompt: true,
  slo: true,
  regression: true,
  cassettes: true,
  baseline: true,
}

const VARIABLES = [
  'AIOS_BACKEND',
  'AIOS_BASE_URL',
  'AIOS_API_KEY',
  'AIOS_MAIN_MODEL',
  'AIOS_EMBEDDER',
  'AIOS_MODEL_ALIASES',
  'AIOS_MODEL_CONFIG',
  'AIOS_DIR',
  'AIOS_REPEATS',
  'AIOS_TIMEOUT_MS',
  'AIOS_ADAPTIVE_ENABLED',
  'AIOS_RECORD',
]

const ROUTER: RouterSettings = {
  policy: 'evidence',
  controlShare: 0.5,
  minSamplesBeforeAdapt: POLICY_DEFAULTS.minSamplesBeforeAdapt,
  adaptationStrength: POLICY_DEFAULTS.adaptationStrength,
  latencyCost: POLICY_DEFAULTS.latencyCost,
  fallback: 'embedder',
  weights: 'router-weights.json',
  redis: '',
}

/** Where settings are read: the project's folder and its environment. */
export interface SettingsSource {
  root: string
  env: Readonly<Record<string, string | undefined>>
}

/**
 * Resolves options and environment to settings; a variable wins over its option, an option over the model file, that
 * over the default. Throws one `SettingsError` that lists everything that is wrong.
 */
export function resolveSettings(given: AiosOptions, { root, env }: SettingsSource): Settings {
  const read = new SettingReader(env, 'vitest.config.ts')
  for (const name of Object.keys(env)) {
    const meant = name.startsWith('AIOS_') && !VARIABLES.includes(name) ? nearest(name, VARIABLES) : null
    if (meant !== null) read.wrong(name, `is no setting; did you mean ${meant}?`)
  }
  const options: AiosOptions = read.object('...', given)
  for (const key of Object.keys(options)) {
    if (!Object.hasOwn(OPTIONS, key))
      read.wrong(`aios({ ${key} })`, `is no option; the options are ${Object.keys(OPTIONS).join(', ')}`)
  }
  const path = (value: unknown) => resolve(root, String(value))
  const paths = read.text('modelConfig', 'AIOS_MODEL_CONFIG', options.modelConfig)?.split(',')
  const file = paths === undefined ? null : read.attempt(() => readModelConfig(paths.map((part) => path(part.trim()))))
  read.entries('models', options.models, { main_model: '', embedder: '' })
  const baseUrl = read.url('baseUrl', 'AIOS_BASE_URL', options.baseUrl)
  const model = (source: Source, variable: string) => {
    const id = read.text(source, variable, options.models?.[source])
    if (file !== null && id === undefined) read.origins[source] = file.path
    if (file !== null && baseUrl === undefined) read.origins['baseUrl'] = file.path
    const recorded = file?.models[source]
    return { id: id ?? recorded?.id ?? '', baseUrl: baseUrl ?? recorded?.baseUrl ?? 'http://127.0.0.1:1234/v1' }
  }
  const total =
    read.number('timeoutMs', 'AIOS_TIMEOUT_MS', options.timeoutMs, { least: 1, most: LONGEST_LIMIT }) ?? 120_000
  const router = { ...ROUTER, ...read.entries('router', options.router, ROUTER) }
  const load = 600_000
  const warmUp = options.limits?.load ?? (read.origins['timeoutMs'] === undefined ? load : total)
  const limits = { connect: 2_000, load, warmUp, firstToken: total, idle: 30_000 }
  const settings: Settings = {
    root,
    backend: read.choice('backend', 'AIOS_BACKEND', options.backend, BACKENDS) ?? 'auto',
    models: { main_model: model('main_model', 'AIOS_MAIN_MODEL'), embedder: model('embedder', 'AIOS_EMBEDDER') },
    aliases: read.aliases('AIOS_MODEL_ALIASES', options.aliases),
    apiKey:
      read.text('apiKey', 'AIOS_API_KEY', undefined) ?? read.text('apiKey', 'LM_API_TOKEN', options.apiKey) ?? null,
    dir: path(read.text('dir', 'AIOS_DIR', options.dir) ?? '.aios'),
    repeats: read.repeats('AIOS_REPEATS', options.repeats) ?? 1,
    limits: { ...limits, ...read.entries('limits', options.limits, limits, { most: LONGEST_LIMIT }), total },
    adaptive: read.flag('adaptive', 'AIOS_ADAPTIVE_ENABLED', options.adaptive) ?? true,
    router: { ...router, weights: path(router.weights) },
    slots: read.number('slots', null, options.slots, { integer: true, least: 1 }) ?? 1,
    sampling: { ...GREEDY, ...read.entries('sampling', options.sampling, GREEDY) },
    prompt: read.text('prompt', null, options.prompt) ?? null,
    slo: read.object('slo', options.slo),
    regression: regressionPolicy(options.regression),
    cassettes: path(read.text('cassettes', null, options.cassettes) ?? 'goldens/cassettes'),
    baseline: path(read.text('baseline', null, options.baseline) ?? 'goldens/baseline.json'),
    record: read.number('record', 'AIOS_RECORD', undefined, { integer: true, least: 0 }) ?? 0,
    origins: read.origins,
  }
  for (const fault of sloFaults(settings.slo)) read.wrong('aios({ slo }):', fault)
  const { weights: _, redis: __, ...routerOptions } = router
  // What is no amount at all was said already.
  const amounts = Object.entries(routerOptions).filter(([, value]) => typeof value !== 'number' || value >= 0)
  for (const fault of optionFaults(Object.fromEntries(amounts))) read.wrong('aios({ router }):', fault)
  for (const fault of regressionFaults(options.regression ?? {})) read.wrong('aios({ regression }):', fault)
  read.finish()
  return settings
}
