import { expect, test } from 'vitest'
import { settingValues } from '../../../src/dashboard/views/setting-values.ts'
import { resolveSettings } from '../../../src/settings/resolve.ts'

function originsOf(options: Parameters<typeof resolveSettings>[0], env: Record<string, string> = {}) {
  const values = settingValues(resolveSettings(options, { root: '/project', env }))
  return Object.fromEntries(values.map(({ name, origin }) => [name, origin]))
}

test('a default beside an option of the config has no origin but the default', () => {
  const origins = originsOf({ sampling: { max_tokens: 96 }, slo: { passRate: 0.9 }, regression: 0.1 })
  expect(origins).toMatchObject({
    'sampling.max_tokens': 'vitest.config.ts',
    'sampling.temperature': 'default',
    'slo.passRate': 'vitest.config.ts',
    'health.passRate.redBelow': 'default',
    'regression.tolerance': 'vitest.config.ts',
    'regression.mode': 'default',
    'models.embedder.id': 'default',
  })
})

/** Values that differ from the defaults, each alone. */
const OPTIONS: Parameters<typeof resolveSettings>[0][] = [
  { models: { main_model: 'large' } },
  { models: { main_model: 'large', embedder: 'small' }, baseUrl: 'http://127.0.0.1:9/v1' },
  { timeoutMs: 5_000 },
  { limits: { firstToken: 1_000 } },
  { sampling: { max_tokens: 7 } },
  { slo: { passRate: 0.9 } },
  { health: { passRate: { redBelow: 0.5 } } },
  { regression: 0.3 },
  { regression: { mode: 'strict' } },
  { router: { minSamplesBeforeAdapt: 77 } },
  { log: { keep: 2 } },
  { privacy: { redact: { emails: true } } },
  { aliases: { large: ['other'] } },
]

test.for(OPTIONS)('a setting has the origin of a config that sets it, and of no other: %j', (options) => {
  const valuesOf = (given: typeof options) => settingValues(resolveSettings(given, { root: '/project', env: {} }))
  const usual = new Map(valuesOf({}).map(({ name, value }) => [name, JSON.stringify(value)]))
  const values = valuesOf(options)
  const set = values.filter(({ origin }) => origin !== 'default').map(({ name }) => name)
  const changed = values.filter(({ name, value }) => usual.get(name) !== JSON.stringify(value)).map(({ name }) => name)
  expect(set.length).toBeGreaterThan(0)
  expect(changed).toEqual(expect.arrayContaining(set))
})

test('settings whose option has another name, or is a variable', () => {
  const env = { AIOS_MAIN_MODEL: 'large', AIOS_BASE_URL: 'http://127.0.0.1:1/v1', AIOS_MODEL_ALIASES: 'large=other' }
  expect(originsOf({ timeoutMs: 5_000, limits: { firstToken: 1_000 } }, env)).toMatchObject({
    'limits.total': 'vitest.config.ts',
    'limits.firstToken': 'vitest.config.ts',
    'limits.load': 'default',
    'models.main_model.id': 'AIOS_MAIN_MODEL',
    'models.main_model.baseUrl': 'AIOS_BASE_URL',
    'models.embedder.id': 'default',
    'aliases.large': 'AIOS_MODEL_ALIASES',
  })
})
