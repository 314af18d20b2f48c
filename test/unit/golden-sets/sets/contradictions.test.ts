import { describe, expect, test } from 'vitest'
import { contradictionsIn } from '../../../../src/goldens/sets/contradictions.ts'
import type { Expectation } from '../../../../src/goldens/golden.ts'

describe('an expectation that no reply can meet', () => {
  test.for<[string, Expectation]>([
    ['a text that is required and excluded', { contains: 'Blue whale', excludes: 'whale' }],
    [
      'an excluded form of a required word',
      { contains: 'African elephant', excludes: { text: 'Africa', inflected: true } },
    ],
    ['only excluded alternatives', { anyOf: ['red wine', 'red tea'], excludes: ['red'] }],
    ['a reply without a required word', { equals: 'Yes.', contains: 'no' }],
    ['a reply that does not match', { equals: 'Yes.', matches: '^no' }],
    ['a reply with another number', { equals: 'It is 4.', number: { value: 5 } }],
    ['a reply that is not JSON', { equals: 'Yes.', json: true }],
    ['a reply that is too long', { equals: 'A long reply', maxLength: 5 }],
    ['a required text that is too long', { contains: 'encyclopaedia', maxLength: 5 }],
    ['more characters than allowed', { minLength: 10, maxLength: 5 }],
    ['the schema false', { json: false }],
  ])('is reported: %s', ([, expectation]) => {
    expect(contradictionsIn([expectation]).length).toBeGreaterThan(0)
  })

  test.for<[string, Expectation]>([
    ['another word is excluded', { contains: 'whale', excludes: 'shark' }],
    ['a part of a word is excluded', { contains: 'whaling', excludes: 'whale' }],
    ['one alternative is left', { anyOf: ['red', 'blue'], excludes: 'red' }],
    ['the reply meets all', { equals: 'It is 5.', number: { value: 5 }, contains: 'is', maxLength: 8 }],
    ['punctuation may be missing', { contains: 'U.S.A.', maxLength: 3 }],
    ['the numbers are the same', { number: { value: 5 }, contains: '5' }],
  ])('is not reported where %s', ([, expectation]) => {
    expect(contradictionsIn([expectation])).toEqual([])
  })

  test('is found across goldens', () => {
    expect(contradictionsIn([{ contains: 'yes' }, { excludes: 'yes' }])).toHaveLength(1)
    expect(contradictionsIn([{ number: { value: 1 } }, { number: { value: 2 } }])).toHaveLength(1)
    expect(contradictionsIn([{ number: { value: 1 } }, { number: { value: 2, tolerance: 1 } }])).toEqual([])
    expect(contradictionsIn([{ number: { value: 1, after: 'a' } }, { number: { value: 2, after: 'b' } }])).toEqual([])
    expect(contradictionsIn([{ equals: 'one' }, { equals: 'two' }])).toHaveLength(2)
  })
})
