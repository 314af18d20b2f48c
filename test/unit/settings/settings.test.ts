import { describe, expect, test } from 'vitest'
import { resolveSettings } from '../../../src/settings/resolve.ts'
import type { AiosOptions } from '../../../src/settings/settings.ts'

const resolve = (options: AiosOptions = {}, env: Record<string, string> = {}, root = '/project') =>
  resolveSettings(options, { root, env })

describe('defaults', () => {
  test('are what the documentation says', () => {
    expect(resolve()).toEqual({
      root: '/project',
      backend: 'auto',
      models: {
        main_model: { id: '', baseUrl: 'http://127.0.0.1:1234/v1' },
        embedder: { id: '', baseUrl: 'http://127.0.0.1:1234/v1' },
      },
      aliases: {},
      apiKey: null,
      dir: '/project/.aios',
      repeats: 1,
      limits: { connect: 2_000, load: 600_000, warmUp: 600_000, firstToken: 120_000, idle: 30_000, total: 120_000 },
      adaptive: true,
      router: {
        policy: 'evidence',
        controlShare: 0.5,
        minSamplesBeforeAdapt: 10,
        adaptationStrength: 0.1,
        latencyCost: 0.05,
        fallback: 'embedder',
        weights: '/project/router-weights.json',
        redis: '',
      },
      slots: 1,
      sampling: { temperature: 0, top_p: 1, top_k: 1, repeat_penalty: 1, seed: 1, max_tokens: 256, stop: [] },
      prompt: null,
      slo: {},
      health: {
        passRate: { from: 0.95, to: 1, redBelow: 0.9, redAbove: null },
        p50Ms: { from: 10_000, to: 14_000, redBelow: null, redAbove: null },
        p95Ms: { from: 15_000, to: 20_000, redBelow: null, redAbove: 25_000 },
        mainShare: { from: 0.55, to: 0.65, redBelow: null, redAbove: null },
        boundaryDrift: { from: 0, to: 0.1, redBelow: null, redAbove: 0.1 },
        oneModel: true,
      },
      regression: { tolerance: 0.25, quality: 0.125, mode: 'evidence', onInconclusive: 'pass' },
      cassettes: '/project/goldens/cassettes',
      baseline: '/project/goldens/baseline.json',
      log: { maxMb: 50, daily: true, keep: 10 },
      privacy: { redact: { emails: false, phones: false, cards: false, patterns: [] }, hashConversations: false },
      conversationKey: null,
      record: 0,
      origins: {},
    })
  })
})

describe('precedence', () => {
  test('a variable wins over its option, and says where it came from', () => {
    const settings = resolve({ baseUrl: 'http://option/v1', repeats: 2 }, { AIOS_BASE_URL: 'http://variable/v1' })
    expect(settings.models.main_model.baseUrl).toBe('http://variable/v1')
    expect(settings.repeats).toBe(2)
    expect(settings.origins).toMatchObject({ baseUrl: 'AIOS_BASE_URL', repeats: 'vitest.config.ts' })
  })

  test('an option inside of another one has an origin of its own', () => {
    const options = { sampling: { max_tokens: 96 }, health: { passRate: { redBelow: 0.8 } }, slo: { passRate: 0.9 } }
    expect(resolve({ ...options, regression: 0.25 }, { AIOS_EMBEDDER: 'small' }).origins).toEqual({
      'sampling.max_tokens': 'vitest.config.ts',
      'health.passRate.redBelow': 'vitest.config.ts',
      'slo.passRate': 'vitest.config.ts',
      'regression.tolerance': 'vitest.config.ts',
      'models.embedder': 'AIOS_EMBEDDER',
    })
  })

  test('AIOS_API_KEY wins over LM_API_TOKEN, that over the option', () => {
    expect(resolve({ apiKey: 'c' }, { AIOS_API_KEY: 'a', LM_API_TOKEN: 'b' }).apiKey).toBe('a')
    expect(resolve({ apiKey: 'c' }, { LM_API_TOKEN: 'b' }).apiKey).toBe('b')
    expect(resolve({ apiKey: 'c' }).apiKey).toBe('c')
  })

  test('an empty variable is as good as none', () => {
    expect(resolve({}, { AIOS_BACKEND: '' }).backend).toBe('auto')
  })
})

test.each([
  [{}, {}, 600_000],
  [{ timeoutMs: 9_000 }, {}, 9_000],
  [{}, { AIOS_TIMEOUT_MS: '7000' }, 7_000],
  [{ limits: { load: 40_000 } }, { AIOS_TIMEOUT_MS: '7000' }, 40_000],
  [{ limits: { warmUp: 50_000 } }, { AIOS_TIMEOUT_MS: '7000' }, 50_000],
])('the limit of a first reply with %j and %j is %i ms', (options, env, expected) => {
  expect(resolve(options, env).limits.warmUp).toBe(expected)
})

describe('aliases', () => {
  test('are the same from the option and the variable, which wins', () => {
    const aliases = { big: ['vendor/big-v2', 'big@prod'], small: ['tiny'] }
    expect(resolve({ aliases }).aliases).toEqual(aliases)
    const variable = { AIOS_MODEL_ALIASES: 'big=vendor/big-v2, big@prod; small=tiny' }
    expect(resolve({ aliases: { big: ['x'] } }, variable).aliases).toEqual(aliases)
  })

  test.each(['big', 'big=', '=tiny', 'big=a,,b'])('rejects %j, and shows the form', (text) => {
    expect(() => resolve({}, { AIOS_MODEL_ALIASES: text })).toThrow(
      `AIOS_MODEL_ALIASES must be name=other,another;name2=other2, got "${text}"`,
    )
  })

  test('rejects an option that is not an object of arrays', () => {
    expect(() => resolve({ aliases: { big: 'vendor/big' } as never })).toThrow(
      `aios({ aliases: { big } }) must be an array, got "vendor/big"`,
    )
  })
})

describe('invalid settings', () => {
  test('is listed at once, each with its place and what would be right', () => {
    const wrong = {
      slots: 0,
      regression: -1,
      modles: {},
      sampling: { temprature: 1 },
      limits: { connect: Number.NaN },
    } as AiosOptions
    expect(() =>
      resolve(wrong, {
        AIOS_BACKEND: 'lvie',
        AIOS_REPEATS: '1.5',
        AIOS_TIMEOUT_MS: 'soon',
        AIOS_BASE_URL: 'localhost:1234',
        AIOS_ADAPTIVE_ENABLED: 'maybe',
        AIOS_BAKEND: 'replay',
      }),
    ).toThrowErrorMatchingInlineSnapshot(`
      [SettingsError: aios: 11 settings are wrong
        unknown variable "AIOS_BAKEND"; did you mean "AIOS_BACKEND"? Variables: AIOS_BACKEND, AIOS_BASE_URL, AIOS_API_KEY, LM_API_TOKEN, AIOS_MAIN_MODEL, AIOS_EMBEDDER, AIOS_MODEL_ALIASES, AIOS_MODEL_CONFIG, AIOS_DIR, AIOS_REPEATS, AIOS_TIMEOUT_MS, AIOS_ADAPTIVE_ENABLED, AIOS_RECORD, AIOS_CONVERSATION_KEY
        aios({ ... }): unknown option "modles"; did you mean "models"? Options: backend, baseUrl, apiKey, models, aliases, modelConfig, dir, repeats, timeoutMs, limits, adaptive, router, slots, sampling, prompt, slo, health, regression, cassettes, baseline, log, privacy
        AIOS_BACKEND must be one of "auto", "live", "replay", "embedded", got "lvie"; did you mean "live"?
        AIOS_BASE_URL must be a URL such as http://127.0.0.1:1234/v1, got "localhost:1234"
        AIOS_REPEATS must be an integer from 1 to 100000, or "auto", got "1.5"
        AIOS_TIMEOUT_MS must be a number of milliseconds from 1 to 86400000, got "soon"
        aios({ limits: { connect } }) must be a number of milliseconds from 0 to 86400000, got NaN
        AIOS_ADAPTIVE_ENABLED must be 1 or 0, got "maybe"
        aios({ slots }) must be an integer from 1 to 1024, got 0
        aios({ sampling }): unknown option "temprature"; did you mean "temperature"? Options: temperature, top_p, top_k, repeat_penalty, seed, max_tokens, stop
        aios({ regression }) must be a number above 0 and at most 1000, such as 0.25 for a quarter, or an object, got -1]
    `)
  })

  test('a number that is text in an option is wrong, not guessed', () => {
    expect(() => resolve({ repeats: 'three' as unknown as number })).toThrow(
      'aios({ repeats }) must be an integer from 1 to 100000, or "auto", got "three"',
    )
  })

  test.each([
    [{ slo: { passRate: 95 } }, 'aios({ slo: { passRate } }) must be a number from 0 to 1, got 95'],
    [{ slo: { constructor: 1 } }, 'aios({ slo }): unknown option "constructor". Options: passRate, p95Ms'],
    [{ slo: [] }, 'aios({ slo }) must be an object such as { passRate: 0.95 }, got []'],
    [{ limits: [] }, 'aios({ limits }) must be an object, got []'],
    [{ toString: 1 }, 'aios({ ... }): unknown option "toString". Options: backend, baseUrl'],
    [
      { router: { fallbak: 'both' } },
      'aios({ router }): unknown option "fallbak"; did you mean "fallback"? Options: policy',
    ],
    [
      { regression: { mode: 'stritc' } },
      'aios({ regression: { mode } }) must be one of "evidence", "strict", "point", got "stritc"; did you mean "strict"?',
    ],
    [
      { baseUrl: 'http://host:port' },
      'aios({ baseUrl }) must be a URL such as http://127.0.0.1:1234/v1, got "http://host:port"',
    ],
    [{ sampling: { stop: null } }, 'aios({ sampling: { stop } }) must be an array of non-empty strings, got null'],
    [{ sampling: { stop: 'END' } }, 'aios({ sampling: { stop } }) must be an array of non-empty strings, got "END"'],
    [{ sampling: { stop: ['END', ''] } }, 'aios({ sampling: { stop[1] } }) must be a non-empty string, got ""'],
    [null, 'aios({ ... }) must be an object, got null'],
  ])('%j is refused before anything is asked', (options, fault) => {
    expect(() => resolve(options as unknown as AiosOptions)).toThrow(fault)
  })

  test('a limit that no timer can wait for is refused, not cut to nothing', () => {
    expect(() => resolve({ timeoutMs: 1e12, limits: { load: 1e12 } })).toThrow(
      /timeoutMs .* from 1 to 86400000, got 1000000000000\n.*load.* from 0 to 86400000, got 1000000000000/,
    )
    expect(resolve({ timeoutMs: 86_400_000 }).limits.total).toBe(86_400_000)
  })
})

test('never prints a key', () => {
  expect(() => resolve({ apiKey: 12_345 as never })).toThrow(/apiKey \}\) must be a non-empty string$/)
})

describe('privacy', () => {
  test('fills in what an option leaves out, and takes the key from its variable only', () => {
    const options = { privacy: { redact: { emails: true }, hashConversations: true } }
    const { privacy, conversationKey } = resolve(options, { AIOS_CONVERSATION_KEY: 'a key of the project' })
    expect(privacy.redact).toEqual({ emails: true, phones: false, cards: false, patterns: [] })
    expect(conversationKey).toBe('a key of the project')
  })

  test.each([undefined, '', '  '])('rejects hashed conversations without a key (%j)', (key) => {
    const env: Record<string, string> = key === undefined ? {} : { AIOS_CONVERSATION_KEY: key }
    expect(() => resolve({ privacy: { hashConversations: true } }, env)).toThrow('AIOS_CONVERSATION_KEY')
  })

  test('rejects each invalid pattern with its problem and place', () => {
    const patterns = ['AB-\\d+', 'x(y', '/a+*/i', '/ok/zz', '[z-a]']
    expect(() => resolve({ privacy: { redact: { patterns } } })).toThrowErrorMatchingInlineSnapshot(`
      [SettingsError: aios: 4 settings are wrong
        aios({ privacy: { redact: { patterns[1] } } }): "x(y" is not a valid regular expression: "(" at character 2 is not closed
        aios({ privacy: { redact: { patterns[2] } } }): "/a+*/i" is not a valid regular expression: Nothing to repeat at character 3
        aios({ privacy: { redact: { patterns[3] } } }): "/ok/zz" is not a valid regular expression: invalid flags "zzu"; use each of i, m, s, and u or v once
        aios({ privacy: { redact: { patterns[4] } } }): "[z-a]" is not a valid regular expression: Range out of order in character class at character 4]
    `)
    expect(() => resolve({ privacy: { redact: { patterns: [''] } } })).toThrow('patterns[0]')
    expect(() => resolve({ privacy: { redact: { email: true } } } as AiosOptions)).toThrow('did you mean "emails"?')
  })
})
