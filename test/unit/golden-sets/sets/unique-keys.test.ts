import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hasUniqueKeys } from '../../../../src/goldens/sets/unique-keys.ts'

const isUnique = (text: string) => hasUniqueKeys(text, JSON.parse(text))

test('accepts every JSON text that an engine writes', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 8, stringUnit: 'binary' }), (text) => {
      expect(isUnique(text)).toBe(true)
    }),
  )
})

test('ignores colons, quotes and backslashes in strings', () => {
  expect(isUnique(String.raw`[{ "a:": "\"b\": \\", ":": "\\\":" }, "{\"a\": 1, \"a\": 2}"]`)).toBe(true)
})

test.for([
  '{ "a": 1, "a": 1 }',
  String.raw`[{ "a": { "id": "x", "\u0069d": "y" } }]`,
  '[{ "__proto__": 1, "__proto__": 2 }]',
  '{ "": {}, "b": [{ "c": ":", "c": "\\":" }], "": 0 }',
])('rejects a key that appears twice: %s', (text) => {
  expect(isUnique(text)).toBe(false)
})

test('rejects brackets that are nested too deep', () => {
  const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)
  expect(isUnique(nested(100))).toBe(true)
  expect(isUnique(nested(101))).toBe(false)
  expect(isUnique(nested(100_000))).toBe(false)
})
