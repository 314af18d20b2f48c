import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Conversation } from '../../../src/router/policies/evidence/conversation.ts'

const effect = fc.double({ min: -10, max: 10, noNaN: true })

// Cells 1 and 2 are below a boundary of 0.5, and 3 and 4 above it; 2 and 3 are next to it.
test.each([
  { toMain: false, ranges: [[2], [2, 1]] },
  { toMain: true, ranges: [[3], [3, 4]] },
])(
  'squares and products add up to the squared sum of a conversation for every boundary (to main model: $toMain)',
  ({ toMain, ranges }) => {
    const cells = ranges.at(-1) ?? []
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...cells), effect), {
          maxLength: 12,
        }),
        (effects) => {
          const conversation = new Conversation()
          const squares = new Map(cells.map((cell) => [cell, 0]))
          for (const [cell, value] of effects) {
            const { products } = conversation.addEffect(cell, value, toMain)
            for (const [outer, product] of [[cell, value ** 2] as const, ...Object.entries(products)])
              squares.set(Number(outer), (squares.get(Number(outer)) ?? NaN) + product)
          }
          for (const range of ranges) {
            const whole = effects.filter(([cell]) => range.includes(cell)).reduce((sum, [, value]) => sum + value, 0)
            const counted = range.reduce((sum, cell) => sum + (squares.get(cell) ?? NaN), 0)
            expect(counted).toBeCloseTo(whole ** 2, 6)
          }
        },
      ),
    )
  },
)

test('a conversation counts once on each side of the boundary, and the sides have no common products', () => {
  const conversation = new Conversation()
  expect(conversation.addEffect(2, 1, false)).toEqual({
    isFirst: true,
    products: {},
  })
  expect(conversation.addEffect(3, 2, true)).toEqual({
    isFirst: true,
    products: {},
  })
  expect(conversation.addEffect(1, 3, false)).toEqual({
    isFirst: false,
    products: { 1: 6 },
  })
  expect(conversation.addEffect(2, -1, false)).toEqual({
    isFirst: false,
    products: { 2: -2, 1: -6 },
  })
})

test('the mean above expectation is shrunk less with more outcomes', () => {
  const conversation = new Conversation()
  expect(conversation.beyondExpected).toBe(0)
  conversation.addOutcome(0.3)
  expect(conversation.beyondExpected).toBeCloseTo(0.3 / 11)
  for (let n = 1; n < 90; n++) conversation.addOutcome(0.3)
  expect(conversation.beyondExpected).toBeCloseTo(0.27)
})
