import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { resolveSettings } from '../../../src/settings/resolve.ts'
import type { AiosOptions } from '../../../src/settings/settings.ts'

const resolved = (options: AiosOptions, env: Record<string, string> = {}) =>
  resolveSettings(options, { root: '/project', env })

describe('paths', () => {
  test('begin at the folder of the user after ~, in options and variables', () => {
    const settings = resolved(
      { baseline: '~/b.json', cassettes: '~/c', router: { weights: '~/w.json' } },
      { AIOS_DIR: '~/runs' },
    )
    expect(settings.dir).toBe(join(homedir(), 'runs'))
    expect(settings.baseline).toBe(join(homedir(), 'b.json'))
    expect(settings.cassettes).toBe(join(homedir(), 'c'))
    expect(settings.router.weights).toBe(join(homedir(), 'w.json'))
    expect(resolved({}, { AIOS_DIR: '~' }).dir).toBe(homedir())
  })

  test('keep a ~ that is part of a name', () => {
    expect(resolved({ dir: 'a~b' }).dir).toBe('/project/a~b')
    expect(resolved({ dir: './~' }).dir).toBe('/project/~')
  })
})

/** Groups whose numbers have the scale of what a test measures. */
const CLAIMS = /^\/\$defs\/(?:\w+Claim|HypothesisDeclaration|ConvergenceOptions)\//

test('has a maximum for every number but those of claims', () => {
  const schema: unknown = JSON.parse(
    readFileSync(join(import.meta.dirname, '../../../schemas/options.schema.json'), 'utf8'),
  )
  const unlimited: string[] = []
  function look(node: unknown, path: string): void {
    if (typeof node !== 'object' || node === null) return
    const types = 'type' in node ? [node.type].flat() : []
    const isNumber = types.includes('number') || types.includes('integer')
    if (isNumber && !CLAIMS.test(path) && !('maximum' in node) && !('exclusiveMaximum' in node)) unlimited.push(path)
    for (const [name, part] of Object.entries(node)) look(part, `${path}/${name}`)
  }
  look(schema, '')
  expect(unlimited).toEqual([])
})

test.each<[AiosOptions, string]>([
  [{ log: { keep: 1e308 } }, 'aios({ log: { keep } }) must be an integer from 1 to 100000, got 1e+308'],
  [{ log: { maxMb: 1e300 } }, 'aios({ log: { maxMb } }) must be a number of megabytes above 0 and at most 1000000'],
  [{ sampling: { max_tokens: 1e9 } }, 'aios({ sampling: { max_tokens } }) must be an integer from 1 to 10000000'],
  [{ slo: { p95Ms: 1e12 } }, 'aios({ slo: { p95Ms } }) must be a number of milliseconds above 0 and at most 86400000'],
])('rejects a number without sense: %j', (options, message) => {
  expect(() => resolved(options)).toThrow(message)
})

test.each<[AiosOptions['health'], string]>([
  [{ passRate: { from: 0.99, to: 0.9 } }, 'aios({ health: { passRate } }): from 0.99 is above to 0.9; set both'],
  [{ p95Ms: { from: 30_000 } }, 'aios({ health: { p95Ms } }): from 30000 is above to 20000; set both'],
  [{ p50Ms: { to: 5_000 } }, 'aios({ health: { p50Ms } }): from 10000 is above to 5000; set both'],
  [{ mainShare: { redBelow: 0.9, redAbove: 0.1 } }, 'redBelow 0.9 is above redAbove 0.1'],
  [{ passRate: { from: 95, to: 100 } }, 'aios({ health: { passRate } }): a share is from 0 to 1'],
])('rejects a healthy range that no value is in: %j', (health, message) => {
  expect(() => resolved({ ...(health && { health }) })).toThrow(message)
})

test('accepts a healthy range of one value', () => {
  expect(resolved({ health: { passRate: { from: 1, to: 1 } } }).health.passRate).toMatchObject({ from: 1, to: 1 })
})
