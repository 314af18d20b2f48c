import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import '../../support/jest-extended.ts'
import { DEFAULT_COEFFICIENTS } from '../../../src/router/weight/default-coefficients.ts'
import {
  previousPath,
  readCoefficients,
  type CoefficientsFile,
  undoCoefficients,
  CoefficientsError,
  writeCoefficients,
} from '../../../src/router/weight/coefficients-file.ts'

const coefficients = (base: number): CoefficientsFile => ({
  schema_version: '2.0',
  base,
  features: { ...DEFAULT_COEFFICIENTS.features },
  trained_on: {
    learnt_at: '2026-01-01T00:00:00.000Z',
    messages: 500,
    conversations: 400,
    discordant: 120,
    both: 500,
    since: '2025-12-01T00:00:00.000Z',
    until: '2025-12-31T00:00:00.000Z',
    models: { main_model: ['large'], embedder: ['small'] },
    penalty: 30,
    measure: 'apgr',
    current: 0.58,
    learned: 0.66,
    difference: { value: 0.08, lower: 0.02, upper: 0.13 },
  },
})

let path: string
beforeEach(() => {
  path = join(mkdtempSync(join(tmpdir(), 'aios-weights-')), 'router-weights.json')
})

describe('the file of coefficients', () => {
  test('returns null if it is missing, for the coefficients of the package', () => {
    expect(readCoefficients(path)).toBeNull()
  })

  test('is read as written', async () => {
    await writeCoefficients(path, coefficients(0.3))
    expect(readCoefficients(path)).toEqual(coefficients(0.3))
  })

  test('keeps the previous coefficients, which an undo restores; a second undo restores the learnt ones', async () => {
    await writeCoefficients(path, coefficients(0.3))
    await writeCoefficients(path, coefficients(0.4))
    const base = () => readCoefficients(path)?.base
    expect(await undoCoefficients(path)).toBe('restored')
    expect(base()).toBe(0.3)
    expect(await undoCoefficients(path)).toBe('restored')
    expect(base()).toBe(0.4)
  })

  test('removes the first learnt coefficients with an undo, and restores them with a second one', async () => {
    await writeCoefficients(path, coefficients(0.3))
    expect(await undoCoefficients(path)).toBe('package')
    expect(existsSync(path)).toBeFalse()
    expect(await undoCoefficients(path)).toBe('restored')
    expect(readCoefficients(path)?.base).toBe(0.3)
    expect(await undoCoefficients(path)).toBe('package')
  })

  test('has nothing to undo without previous coefficients', async () => {
    expect(await undoCoefficients(path)).toBe('nothing')
  })

  test('does not restore damaged previous coefficients', async () => {
    await writeCoefficients(path, coefficients(0.3))
    writeFileSync(previousPath(path), '{ "base": ')
    await expect(undoCoefficients(path)).rejects.toThrow('router-weights.previous.json is not valid JSON')
    expect(readCoefficients(path)?.base).toBe(0.3)
  })

  const file = coefficients(0.3)
  test.for([
    ['truncated', '{ "base": 0.3, ', 'is not valid JSON'],
    ['empty', '', 'is not valid JSON'],
    ['null', 'null', 'the whole file must be object'],
    [
      'newer',
      JSON.stringify({ ...file, schema_version: '3.0' }),
      'has the version "3.0"; this package reads 2.0. Update vitest-aios',
    ],
    [
      'a missing feature',
      JSON.stringify({ ...file, features: { length: 1 } }),
      "/features must have required property 'numbers'",
    ],
    [
      'an unknown feature',
      JSON.stringify({ ...file, features: { ...file.features, mood: 1 } }),
      '/features has an unknown key "mood"',
    ],
    ['text for a number', JSON.stringify({ ...file, base: '0.3' }), '/base must be number'],
    ['infinite', JSON.stringify(file).replace('"base":0.3', '"base":1e999'), '/base must be number'],
    ['huge', ' '.repeat(1_000_001), 'has 1000001 bytes, more than a file of coefficients can have'],
  ] as const)('%s: the error names file, problem and remedy', ([, text, problem]) => {
    writeFileSync(path, text)
    const read = () => readCoefficients(path)
    expect(read).toThrow(CoefficientsError)
    expect(read).toThrow(path)
    expect(read).toThrow(problem)
    expect(read).toThrow('npx aios router learn --undo')
  })

  test('cannot be a folder', () => {
    mkdirSync(path)
    expect(() => readCoefficients(path)).toThrow(/^cannot read .*: EISDIR/)
  })

  test('may begin with a byte order mark', () => {
    writeFileSync(path, `\ufeff${JSON.stringify(file)}`)
    expect(readCoefficients(path)).toEqual(file)
    expect(readFileSync(path, 'utf8')).toStartWith('\ufeff')
  })
})
