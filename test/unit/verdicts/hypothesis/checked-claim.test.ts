import { expect, test } from 'vitest'
import { DEFAULTS } from '../../../../schemas/generated/options.defaults.ts'
import { validateDifferenceClaim } from '../../../../schemas/generated/options.validate.js'
import { checkedClaim } from '../../../../src/verdicts/hypothesis/checked-claim.ts'

const checked = (claim: object) =>
  checkedClaim(validateDifferenceClaim, DEFAULTS.DifferenceClaim, { atLeast: 0.1, ...claim })

test('fills in the defaults', () => {
  expect(checked({ alpha: undefined })).toEqual({
    atLeast: 0.1,
    alpha: 0.05,
    direction: 'either',
    seed: 1,
    power: 0.8,
  })
})

test.each([1e-9, 0.05, 0.4999])('accepts an alpha of %d', (alpha) => {
  expect(checked({ alpha }).alpha).toBe(alpha)
})

test.each([
  [{ alpha: 0 }, '"alpha" must be a number above 0 and below 0.5, got 0'],
  // From 0.5 on, the two bounds would cross and support a claim and its opposite.
  [{ alpha: 0.5 }, '"alpha" must be a number above 0 and below 0.5, got 0.5'],
  [{ alpha: '0.05' }, '"alpha" must be a number above 0 and below 0.5, got "0.05"'],
  [{ atLeast: Infinity }, '"atLeast" must be a number from 0, got Infinity'],
  [{ seed: 0.5 }, '"seed" must be an integer, got 0.5'],
  [{ alhpa: 0.05 }, 'unknown option "alhpa"; did you mean "alpha"? Options: atLeast, alpha, direction, seed, power'],
  [
    { direction: 'up', power: 1 },
    '"direction" must be one of "positive", "negative", "either", got "up"; "power" must be a number from 0.5 to below 1, got 1',
  ],
])('rejects %j', (claim, message) => {
  expect(() => checked(claim)).toThrow(new RangeError(message))
})
