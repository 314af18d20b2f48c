import * as jestExtended from 'jest-extended'
import { expect, test } from 'vitest'
import { JEST_EXTENDED_MATCHERS } from '../../../../plugin/worker/jest-extended.ts'

test('names every matcher of jest-extended but those that Vitest has itself', () => {
  const others = Object.keys(jestExtended).filter((name) => !JEST_EXTENDED_MATCHERS.includes(name))
  expect(others.sort()).toEqual([
    'fail',
    'pass',
    'toBeNaN',
    'toBeOneOf',
    'toHaveBeenCalledAfter',
    'toHaveBeenCalledBefore',
    'toHaveBeenCalledExactlyOnceWith',
    'toHaveBeenCalledOnce',
    'toSatisfy',
  ])
  expect(JEST_EXTENDED_MATCHERS.filter((name) => !(name in jestExtended))).toEqual([])
})
