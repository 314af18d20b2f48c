import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Baseline, BaselineGolden } from '../../../../schemas/generated/baseline.ts'
import validate from '../../../../schemas/generated/baseline.validate.js'
import { readBaseline } from '../../../../src/artifacts/baseline/baseline-file.ts'
import { compactBaseline } from '../../../../src/artifacts/baseline/compact-baseline.ts'
import { writeBaseline } from '../../../../src/artifacts/baseline/write-baseline.ts'
import { temporaryFolder } from '../../../support/folder.ts'

function golden(facts: Partial<BaselineGolden> = {}): BaselineGolden {
  return {
    fingerprint: 'a3a4a97b1a3b',
    source: 'main_model',
    model: 'large',
    origin: 'measured',
    recorded_at: '2026-11-29T00:16:58.588Z',
    git_commit: '584e07c434d8',
    passes: [true],
    latency_ms: [23],
    first_token_ms: [null],
    completion_tokens: [60],
    reply: '42',
    ...facts,
  }
}

const small = { source: 'embedder', model: 'small' } as const
const later = { recorded_at: '2026-11-30T00:00:00.000Z', git_commit: null }

function baseline(sets: Record<string, Record<string, BaselineGolden>>): Baseline {
  const entries = Object.entries(sets).map(([set, goldens]) => [set, { goldens }] as const)
  return { schema_version: '2.0', version: '0.1.0', sets: Object.fromEntries(entries) }
}

describe('a baseline is written with shared facts, and read as it was', () => {
  test.for<[string, Baseline]>([
    ['no sets', baseline({})],
    ['an empty set', baseline({ s: {} })],
    ['one golden', baseline({ s: { a: golden() } })],
    ['two models', baseline({ s: { a: golden(small), b: golden(), c: golden() }, t: { a: golden(small) } })],
    ['two recordings', baseline({ s: { a: golden(later), b: golden(), c: golden(later) } })],
    ['a special id', baseline({ s: Object.fromEntries([['__proto__', golden()]]) })],
    ['an original', { ...baseline({ s: { a: golden({ original: { source: 'main_model' } }) } }), original: { b: 1 } }],
  ])('%s', ([, whole]) => {
    const file = join(temporaryFolder(), 'baseline.json')
    writeBaseline(file, whole)
    expect(validate(JSON.parse(readFileSync(file, 'utf8')))).toBe(true)
    expect(readBaseline(file)).toEqual(whole)
    expect(Object.keys(readBaseline(file)?.sets['s']?.goldens ?? {})).toEqual(
      Object.keys(whole.sets['s']?.goldens ?? {}),
    )
  })
})

test('a golden has only the facts that differ from those of most goldens', () => {
  const { sets } = compactBaseline(baseline({ s: { a: golden(small), b: golden(), c: golden() } }))
  const { source, model, origin, recorded_at, git_commit, ...rest } = golden()
  expect(sets['s']).toEqual({
    defaults: { source, model, origin, recorded_at, git_commit },
    goldens: { a: { ...rest, ...small }, b: rest, c: rest },
  })
})

test('a golden that is recorded again changes only its own lines', () => {
  const goldens = { a: golden(), b: golden(), c: golden() }
  const before = compactBaseline(baseline({ s: goldens }))
  const after = compactBaseline(baseline({ s: { ...goldens, b: golden({ ...later, latency_ms: [30] }) } }))
  expect(after.sets['s']?.defaults).toEqual(before.sets['s']?.defaults)
  expect(after.sets['s']?.goldens).toMatchObject({ a: before.sets['s']?.goldens['a'], b: later })
})

test('a baseline of version 2.0 is read', () => {
  const file = join(temporaryFolder(), 'baseline.json')
  const whole = baseline({ s: { a: golden(), b: golden(small) } })
  writeFileSync(file, JSON.stringify(whole))
  expect(readBaseline(file)).toEqual(whole)
})

test.for<[string, object, string]>([
  [
    'a missing fact',
    { goldens: { a: { ...golden(), model: undefined } } },
    "/sets/s/goldens/a must have required property 'model', or /sets/s/defaults",
  ],
  [
    'an unknown shared fact',
    { defaults: { trait: 'x' }, goldens: { a: golden() } },
    '/sets/s/defaults has an unknown key "trait"',
  ],
  [
    'a wrong shared fact',
    { defaults: { source: 'other' }, goldens: {} },
    '/sets/s/defaults/source must be one of main_model, embedder',
  ],
])('%s is an error with its place', ([, set, problem]) => {
  const file = join(temporaryFolder(), 'baseline.json')
  writeFileSync(file, JSON.stringify({ schema_version: '2.1', version: '0.1.0', sets: { s: set } }))
  expect(() => readBaseline(file)).toThrow(expect.objectContaining({ problems: [problem] }) as Error)
})
