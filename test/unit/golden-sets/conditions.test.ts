import { expect, it, test } from 'vitest'
import { conditionsOf } from '../../../src/goldens/conditions.ts'
import { judge } from '../../../src/goldens/expectation.ts'
import type { Expectation } from '../../../src/goldens/golden.ts'

const everything: Expectation = {
  contains: ['Paris', { text: 'Africa', inflected: true }],
  anyOf: ['river', 'sea'],
  equals: 'Paris',
  excludes: ['no'],
  matches: ['^x', { pattern: 'y$', flags: 's' }],
  number: { value: 3.14, tolerance: 0.01, after: 'pi' },
  json: { type: 'object' },
  minLength: 500,
}

it('lists conditions in the words and the order of the misses', () => {
  const judgement = judge('no', everything)
  expect(judgement.passed).toBe(false)
  if (judgement.passed) return
  expect(conditionsOf(everything)).toEqual(judgement.misses.map(({ expected }) => expected))
  const short = judge('too long', { maxLength: 1, json: true })
  expect(short.passed ? [] : short.misses.map(({ expected }) => expected)).toEqual(
    conditionsOf({ maxLength: 1, json: true }),
  )
})

test.for<[expectation: Expectation, ...conditions: string[]]>([
  [
    { contains: ['a', { text: 'b' }, { text: 'c', inflected: false }] },
    'to contain "a"',
    'to contain "b"',
    'to contain "c"',
  ],
  [{ excludes: { text: 'b', inflected: true } }, 'not to contain "b" or a form of it'],
  [{ number: { value: 4 } }, 'to answer with the number 4'],
  [{ number: { value: 4, tolerance: 0, after: '=' } }, 'to answer with the number 4 after "="'],
  [{ number: { value: 4, tolerance: 1 } }, 'to answer with the number 4 (within 1)'],
  [{ json: true }, 'to be JSON'],
  [{ json: {} }, 'to be JSON that fits the schema'],
  [{}],
])('describes %j', ([expectation, ...conditions]) => {
  expect(conditionsOf(expectation)).toEqual(conditions)
})
