import { describe, expect, test } from 'vitest'
import type { Golden } from '../../../../src/goldens/golden.ts'
import { idForQuestion } from '../../../../src/goldens/sets/golden-id.ts'
import { insertGolden } from '../../../../src/goldens/sets/insert-golden.ts'
import { parseGoldenSet } from '../../../../src/goldens/sets/golden-set.ts'

const golden: Golden = { id: 'new', question: 'How "deep"?', trait: 'depth', expect: { contains: ['a', 'b'] } }
const first = { id: 'old', question: 'How high?', trait: 'height' }

describe('a golden that is added', () => {
  test.for<[string, string]>([
    ['two spaces', JSON.stringify([first, { ...first, id: 'second' }], null, 2)],
    ['four spaces in an object', `${JSON.stringify({ $schema: './s.json', goldens: [first] }, null, 4)}\n`],
    ['tabs', `${JSON.stringify([first], null, '\t')}\n`],
    ['Windows line ends', `\ufeff${JSON.stringify([first], null, 2).replaceAll('\n', '\r\n')}\r\n`],
  ])('has the format of a set with %s', ([, text]) => {
    const added = insertGolden(text, golden)
    const value = JSON.parse(text.replace(/^\ufeff/, '')) as unknown
    const list = (Array.isArray(value) ? value : (value as { goldens: object[] }).goldens) as object[]
    list.push(golden)
    const indent = /\n([ \t]+)/.exec(text)?.[1] ?? ''
    const expected = JSON.stringify(value, null, indent)
    const shown = added
      .replace(/^\ufeff/, '')
      .replaceAll('\r\n', '\n')
      .trimEnd()
    expect(shown).toBe(expected)
    expect(added.startsWith(text.slice(0, text.lastIndexOf('}', text.lastIndexOf(']')) + 1))).toBe(true)
    expect([added.startsWith('\ufeff'), added.endsWith('\n')]).toEqual([text.startsWith('\ufeff'), text.endsWith('\n')])
    expect(added.includes('\r\n') && /[^\r]\n/.test(added)).toBe(false)
    expect(parseGoldenSet(added, 'set.json').at(-1)).toEqual(golden)
  })

  test('is on one line where the others are', () => {
    const spaced =
      '[\n  { "id": "old", "question": "q", "trait": "t" },\n  { "id": "b", "question": "r", "trait": "t" }\n]\n'
    expect(insertGolden(spaced, golden)).toBe(
      `${spaced.slice(0, -3)},\n  { "id": "new", "question": "How \\"deep\\"?", "trait": "depth", "expect": { "contains": ["a", "b"] } }\n]\n`,
    )
    const dense = JSON.stringify([first])
    expect(insertGolden(dense, golden)).toBe(JSON.stringify([first, golden]))
  })

  test('keeps the order of keys, and comments on nothing else', () => {
    const odd = '{ "goldens" : [ {"trait":"t" , "id":"a","question":"q"} ],\n "$schema":"x" }'
    const added = insertGolden(odd, golden)
    expect(added.startsWith('{ "goldens" : [ {"trait":"t" , "id":"a","question":"q"},')).toBe(true)
    expect(added.endsWith(' ],\n "$schema":"x" }')).toBe(true)
    expect(parseGoldenSet(added, 'x')).toHaveLength(2)
  })

  test('is the first of an empty set', () => {
    for (const text of ['[]', '[\n]\n', '{ "goldens": [] }'])
      expect(parseGoldenSet(insertGolden(text, golden), 'x')).toEqual([golden])
    expect(insertGolden('[]\n', first)).toBe(`${JSON.stringify([first], null, 2)}\n`)
  })
})

test('an id is the first words of the question, and new', () => {
  expect(idForQuestion('What is the capital of France?', new Set())).toBe('what_is_the_capital_of')
  expect(idForQuestion('Hi!', new Set(['hi', 'hi_2']))).toBe('hi_3')
  expect(idForQuestion('?!', new Set())).toBe('golden')
})
