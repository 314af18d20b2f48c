import { describe, test } from 'vitest'
import { expect } from 'vitest-aios'
import { messageOf } from '../../../fixtures/message-of.ts'
import { latencies, series } from '../../../fixtures/samples.ts'

test('passes where the claim is supported, and negated where it is not', () => {
  expect(series(0.495)).toConvergeTo(0.495, { margin: 0.02 })
  expect(series(0.6)).not.toConvergeTo(0.495, { margin: 0.02 })
})

describe('prints', () => {
  test('a claim that is not supported', () => {
    expect(messageOf(() => expect(series(0.6)).toConvergeTo(0.495, { margin: 0.02 }))).toMatchInlineSnapshot(`
      "expect(sample).toConvergeTo(0.495, { margin: 0.02 })

      Expected:   supported
      Received:   not supported
                  mean difference (from 0.495) 0.105 (95 %: 0.105 to 0.105, claimed within 0.02), p 1, n 100 (measured)
      Method:     TOST on batch means, Mann-Kendall

      Look closer: npx vitest test/unit/plugin/matchers/toConvergeTo.test.ts --ui"
    `)
  })

  test('a claim that is supported, negated', () => {
    expect(messageOf(() => expect(series(0.495)).not.toConvergeTo(0.495, { margin: 0.02 }))).toMatchInlineSnapshot(`
      "expect(sample).not.toConvergeTo(0.495, { margin: 0.02 })

      Expected:   not supported
      Received:   supported
                  mean difference (from 0.495) 0.00002 (95 %: -0.000179 to 0.000219, claimed within 0.02), p < 0.0001, n 100 (measured)
      Method:     TOST on batch means, Mann-Kendall

      Look closer: npx vitest test/unit/plugin/matchers/toConvergeTo.test.ts --ui"
    `)
  })

  test('an inconclusive result', () => {
    expect(messageOf(() => expect(series(0.515)).toConvergeTo(0.495, { margin: 0.02 }))).toMatchInlineSnapshot(`
      "expect(sample).toConvergeTo(0.495, { margin: 0.02 })

      Expected:   supported
      Received:   inconclusive
                  mean difference (from 0.495) 0.02 (95 %: 0.0198 to 0.0202, claimed within 0.02), p 0.571, n 100 (measured)
      Method:     TOST on batch means, Mann-Kendall
      Reason:     the interval contains means inside and outside of the margin
      Needed:     about 36272 values of the series (now 200) would decide with 80 % power, if the mean stays where it is

      Look closer: npx vitest test/unit/plugin/matchers/toConvergeTo.test.ts --ui"
    `)
    expect(messageOf(() => expect(series(0.515)).not.toConvergeTo(0.495, { margin: 0.02 }))).toMatchInlineSnapshot(`
      "expect(sample).not.toConvergeTo(0.495, { margin: 0.02 })

      Expected:   not supported
      Received:   inconclusive
                  mean difference (from 0.495) 0.02 (95 %: 0.0198 to 0.0202, claimed within 0.02), p 0.571, n 100 (measured)
      Method:     TOST on batch means, Mann-Kendall
      Reason:     the interval contains means inside and outside of the margin
      Needed:     about 36272 values of the series (now 200) would decide with 80 % power, if the mean stays where it is

      Look closer: npx vitest test/unit/plugin/matchers/toConvergeTo.test.ts --ui"
    `)
  })
})

test('rejects other values, and numbers out of range', () => {
  expect(
    messageOf(() => expect(series(0.5)).toConvergeTo(0.5, { margin: 0.02, share: 0.5 } as never)),
  ).toMatchInlineSnapshot(`"toConvergeTo: unknown option "share". Options: margin, part, alpha"`)
  expect(messageOf(() => expect(latencies(3)).toConvergeTo(0.495, { margin: 0.02 }))).toMatchInlineSnapshot(
    `"toConvergeTo: expected a series sample, such as \`await observations().series('weight')\`; received a paired sample"`,
  )
  expect(messageOf(() => expect(series(0.5)).toConvergeTo(0.495, { margin: 0 }))).toMatchInlineSnapshot(
    `"toConvergeTo: "margin" must be a number above 0, got 0"`,
  )
  expect(messageOf(() => expect(series(0.5)).toConvergeTo(0.495, { margin: 0.02, part: 2 }))).toMatchInlineSnapshot(
    `"toConvergeTo: "part" must be a number above 0 and at most 1, got 2"`,
  )
})
