import { expect, test } from 'vitest'
import { expectationProblems } from '../../../../src/goldens/sets/expectation-problems.ts'

test('accepts what a golden file accepts', () => {
  for (const valid of [
    { contains: 'Paris' },
    { anyOf: ['a', { text: 'b', inflected: true }], excludes: 'c' },
    { matches: { pattern: '^a', flags: 'i' }, minLength: 1 },
    { number: { value: 12, tolerance: 0.5 } },
    { json: true },
  ])
    expect(expectationProblems(valid)).toEqual([])
})

test.each([
  [{ contians: 'Paris' }, 'expect has an unknown key "contians"; did you mean "contains"?'],
  [{ number: { vlaue: 12 } }, 'expect.number has an unknown key "vlaue"; did you mean "value"?'],
  [{ number: { value: NaN } }, 'expect.number.value is null; it must be a number'],
  [{ contains: [] }, 'expect.contains is an empty list; name at least one, or leave it out'],
  [{ contains: undefined }, 'expect is empty; name one of'],
  [{ contains: () => 'Paris' }, 'expect.contains is null; it must be'],
  [() => true, 'expect is null; it must be an object'],
  [{}, 'expect is empty; name one of'],
  ['Paris', 'expect is the text "Paris"; it must be an object'],
  [null, 'expect is null; it must be an object'],
  [{ matches: '(' }, 'expect.matches'],
])('rejects %j', (given, problem) => {
  expect(expectationProblems(given).join('\n')).toContain(problem)
})

test('lists all problems', () => {
  expect(expectationProblems({ contians: 'a', minLength: -1 })).toHaveLength(2)
})
