import { DEFAULTS } from '../../schemas/generated/options.defaults.ts'
import { validateAiosOptions, validateVariableOnly } from '../../schemas/generated/options.validate.js'
import { isRecord } from '../is-record.ts'
import { patternProblem } from '../goldens/phrases/pattern.ts'
import type { Source } from '../source.ts'
import { redactedPattern } from '../text/custom-patterns.ts'
import { describeOptionErrors, mustBe } from '../text/option-errors.ts'
import { HEALTH_MEASURES, type HealthMeasure, healthRanges } from '../verdicts/health/ranges.ts'
import { regressionPolicy } from '../verdicts/regression/policy.ts'
import { pathFrom } from './home-path.ts'
import { readModelConfig } from './model-config.ts'
import { GREEDY } from './sampling.ts'
import { SettingsError } from './settings-error.ts'
import type { AiosOptions, RouterSettings, Settings } from './settings.ts'
import {
  type Environment,
  misspeltVariables,
  readVariables,
  type SetVariable,
  variableNames,
  withVariables,
} from './variables.ts'
import { withDefaults } from '../with-defaults.ts'

const {
  AiosOptions: USUAL,
  LimitOptions: LIMITS,
  LogOptions: LOG,
  PrivacyOptions: PRIVACY,
  RedactOptions: REDACT,
} = DEFAULTS

const ROUTER: RouterSettings = { ...DEFAULTS.SuiteRouterOptions, redis: '' }

/** Where settings are read: the project's folder and its environment. */
export interface SettingsSource {
  root: string
  env: Environment
}

/**
 * Resolves options and environment to settings; a variable wins over its option, an option over the model file, that
 * over the default. Throws one `SettingsError` that lists everything that is wrong.
 */
export function resolveSettings(given: AiosOptions, { root, env }: SettingsSource): Settings {
  const path = (value: string) => pathFrom(root, value)
  const { options, file, record, conversationKey, origins } = checked(given, env, path)
  const baseUrl = options.baseUrl?.trim()
  const model = (source: Source) => {
    const id = options.models?.[source]?.trim()
    if (file !== null && id === undefined) origins[`models.${source}`] = file.path
    if (file !== null && baseUrl === undefined) origins['baseUrl'] = file.path
    const recorded = file?.models[source]
    return { id: id ?? recorded?.id ?? '', baseUrl: baseUrl ?? recorded?.baseUrl ?? USUAL.baseUrl }
  }
  const total = options.timeoutMs ?? USUAL.timeoutMs
  const warmUp = options.limits?.load ?? (options.timeoutMs === undefined ? LIMITS.load : total)
  const limits = { ...LIMITS, warmUp, firstToken: total }
  const router = withDefaults(ROUTER, options.router)
  return {
    root,
    backend: options.backend ?? USUAL.backend,
    models: { main_model: model('main_model'), embedder: model('embedder') },
    aliases: options.aliases ?? {},
    apiKey: options.apiKey?.trim() ?? null,
    dir: path(options.dir ?? USUAL.dir),
    repeats: options.repeats ?? USUAL.repeats,
    limits: { ...withDefaults(limits, options.limits), total },
    adaptive: options.adaptive ?? USUAL.adaptive,
    router: { ...router, weights: path(router.weights) },
    slots: options.slots ?? USUAL.slots,
    sampling: withDefaults(GREEDY, options.sampling),
    prompt: options.prompt?.trim() ?? null,
    slo: options.slo ?? {},
    health: healthRanges(options.health),
    regression: regressionPolicy(options.regression),
    cassettes: path(options.cassettes ?? USUAL.cassettes),
    baseline: path(options.baseline ?? USUAL.baseline),
    log: withDefaults(LOG, options.log),
    privacy: { ...withDefaults(PRIVACY, options.privacy), redact: withDefaults(REDACT, options.privacy?.redact) },
    conversationKey,
    record,
    origins,
  }
}

type ModelFile = ReturnType<typeof readModelConfig>

interface Checked {
  /** The options with the values of variables. */
  options: AiosOptions
  file: ModelFile | null
  record: number
  conversationKey: string | null
  origins: Record<string, string>
}

/** Validates the options and the variables together. Throws a `SettingsError`. */
function checked(given: unknown, env: Environment, path: (value: string) => string): Checked {
  const variables = readVariables(env)
  const [only, settable] = [variables.filter(isVariableOnly), variables.filter((each) => !isVariableOnly(each))]
  const options: unknown = isRecord(given) ? withVariables(given, settable) : given
  const own = withVariables({}, only)
  const names = { caller: 'aios', sources: variableNames(variables) }
  const areValid = validateAiosOptions(options)
  const { file, errors: fileErrors } = modelFile(options, path, placeOf('modelConfig', variables))
  const areOwnValid = validateVariableOnly(own)
  const errors = [
    ...misspeltVariables(env),
    ...(areValid
      ? [...urlErrors(options, variables), ...privacyErrors(options, env), ...healthErrors(options)]
      : describeOptionErrors(validateAiosOptions.errors, names)),
    ...(areOwnValid ? [] : describeOptionErrors(validateVariableOnly.errors, names)),
    ...fileErrors,
  ]
  if (!areValid || !areOwnValid || errors.length > 0) throw new SettingsError(errors)
  const { record = DEFAULTS.VariableOnly.record, conversationKey = null } = own
  return { options, file, record, conversationKey, origins: originsOf(given, variables) }
}

function isVariableOnly({ path }: SetVariable): boolean {
  return path[0] === 'record' || path[0] === 'conversationKey'
}

/** The variable or the option that sets a setting. */
function placeOf(name: 'baseUrl' | 'modelConfig', variables: readonly SetVariable[]): string {
  return variables.find(({ path }) => path[0] === name)?.name ?? `aios({ ${name} })`
}

/** A pattern of the schema is not enough for an address: it accepts `http://host:port`, which is invalid. */
function urlErrors({ baseUrl }: AiosOptions, variables: readonly SetVariable[]): string[] {
  if (baseUrl === undefined || URL.canParse(baseUrl.trim())) return []
  return [mustBe(placeOf('baseUrl', variables), `a URL such as ${USUAL.baseUrl}`, baseUrl)]
}

/** Ranges that no value is in, also together with the default of the other end. */
function healthErrors({ health }: AiosOptions): string[] {
  const ranges = healthRanges(health)
  return HEALTH_MEASURES.flatMap((measure) => {
    const { from, to, redBelow, redAbove } = ranges[measure]
    const place = `aios({ health: { ${measure} } })`
    return [
      ...(from > to ? [`${place}: from ${from} is above to ${to}; set both`] : []),
      ...(redBelow !== null && redAbove !== null && redBelow > redAbove
        ? [`${place}: redBelow ${redBelow} is above redAbove ${redAbove}; set both`]
        : []),
      ...(SHARES.includes(measure) && Math.max(from, to, redBelow ?? 0, redAbove ?? 0) > 1
        ? [`${place}: a share is from 0 to 1, such as 0.95`]
        : []),
    ]
  })
}

/** Measures from 0 to 1. */
const SHARES: readonly HealthMeasure[] = ['passRate', 'mainShare', 'boundaryDrift']

/** Patterns that are not regular expressions, and a missing key. */
function privacyErrors({ privacy }: AiosOptions, env: Environment): string[] {
  const patterns = (privacy?.redact?.patterns ?? []).flatMap((text, index) => {
    const problem = patternProblem(redactedPattern(text))
    const place = `aios({ privacy: { redact: { patterns[${index}] } } })`
    return problem === null ? [] : [`${place}: ${JSON.stringify(text)} is not a valid regular expression: ${problem}`]
  })
  const isKeyMissing = privacy?.hashConversations === true && (env[CONVERSATION_KEY] ?? '').trim() === ''
  return isKeyMissing ? [...patterns, MISSING_KEY] : patterns
}

const CONVERSATION_KEY = 'AIOS_CONVERSATION_KEY'

const MISSING_KEY = `aios({ privacy: { hashConversations: true } }) needs a key: set ${CONVERSATION_KEY}, for example to the output of \`openssl rand -hex 32\``

/** The model file that the options name, also where other options are wrong: all errors are listed at once. */
function modelFile(
  options: unknown,
  path: (value: string) => string,
  place: string,
): { file: ModelFile | null; errors: readonly string[] } {
  const named = isRecord(options) ? options['modelConfig'] : undefined
  if (typeof named !== 'string' || named.trim() === '') return { file: null, errors: [] }
  try {
    return { file: readModelConfig(named.split(',').map(path), place), errors: [] }
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error
    return { file: null, errors: error.problems }
  }
}

/** Where each setting came from: the options file or a variable, by its dotted name. */
function originsOf(given: unknown, variables: readonly SetVariable[]): Record<string, string> {
  const { regression, ...options } = isRecord(given) ? given : {}
  const tolerance = typeof regression === 'number' ? { tolerance: regression } : regression
  const inFile = namesOf({ ...options, regression: tolerance }).map((name) => [name, 'vitest.config.ts'] as const)
  const set = variables.map(({ path, name }) => [path.join('.'), name] as const)
  return Object.fromEntries([...inFile, ...set])
}

function namesOf(options: Record<string, unknown>): string[] {
  return Object.entries(options).flatMap(([name, value]) => {
    if (value === undefined) return []
    return isRecord(value) ? namesOf(value).map((inner) => `${name}.${inner}`) : [name]
  })
}
