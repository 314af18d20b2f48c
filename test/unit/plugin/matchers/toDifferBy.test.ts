import { describe, test } from 'vitest'
import { expect } from 'vitest-aios'
import { messageOf } from '../../../fixtures/message-of.ts'
import { contexts, latencies, series } from '../../../fixtures/samples.ts'

test('passes where the claim is supported, and negated where it is not', () => {
  expect(latencies(3)).toDifferBy(0.5, { direction: 'positive' })
  expect(latencies(1)).not.toDifferBy(0.5, { direction: 'positive' })
})

describe('prints', () => {
  test('a claim that is not supported', () => {
    expect(messageOf(() => expect(latencies(1)).toDifferBy(0.5, { direction: 'positive' }))).toMatchInlineSnapshot(`
      "expect(sample).toDifferBy(0.5, { direction: 'positive' })

      Expected:   supported
      Received:   not supported
                  ratio 1 (95 %: 1 to 1.02, claimed at least 1.5), p 1, n 20 (measured)
      Method:     exact signed-rank

      Look closer: npx vitest test/unit/plugin/matchers/toDifferBy.test.ts --ui"
    `)
  })

  test('a claim that is supported, negated', () => {
    expect(messageOf(() => expect(latencies(3)).not.toDifferBy(0.5, { direction: 'positive' }))).toMatchInlineSnapshot(`
      "expect(sample).not.toDifferBy(0.5, { direction: 'positive' })

      Expected:   not supported
      Received:   supported
                  ratio 3.01 (95 %: 3 to 3.06, claimed at least 1.5), p < 0.0001, n 20 (measured)
      Method:     exact signed-rank

      Look closer: npx vitest test/unit/plugin/matchers/toDifferBy.test.ts --ui"
    `)
  })

  test('an inconclusive result', () => {
    expect(messageOf(() => expect(latencies(1.5, 4)).toDifferBy(0.5))).toMatchInlineSnapshot(`
      "expect(sample).toDifferBy(0.5)

      Expected:   supported
      Received:   inconclusive
                  ratio 1.5 (97.5 %: no interval, claimed beyond 1.5 either way), p 1, n 4 (measured)
      Method:     exact signed-rank
      Reason:     the data are too few for an interval
      Needed:     about 77 goldens (now 4) would decide with 80 % power, if the effect is as measured

      Look closer: npx vitest test/unit/plugin/matchers/toDifferBy.test.ts --ui"
    `)
    expect(messageOf(() => expect(latencies(1.5, 4)).not.toDifferBy(0.5))).toMatchInlineSnapshot(`
      "expect(sample).not.toDifferBy(0.5)

      Expected:   not supported
      Received:   inconclusive
                  ratio 1.5 (97.5 %: no interval, claimed beyond 1.5 either way), p 1, n 4 (measured)
      Method:     exact signed-rank
      Reason:     the data are too few for an interval
      Needed:     about 77 goldens (now 4) would decide with 80 % power, if the effect is as measured

      Look closer: npx vitest test/unit/plugin/matchers/toDifferBy.test.ts --ui"
    `)
  })

  test('contexts that differ, and contexts that do not', () => {
    expect(contexts(50)).toDifferBy(0.2)
    expect(messageOf(() => expect(contexts(50)).not.toDifferBy(0.2))).toMatchInlineSnapshot(`
      "expect(sample).not.toDifferBy(0.2)

      Expected:   not supported
      Received:   supported
                  eta squared 0.992 (95 %: 0.989 to 0.994, claimed at least 0.2), p 0.0001, n 60 (measured)
      Method:     permutation of units, noncentral F

      Look closer: npx vitest test/unit/plugin/matchers/toDifferBy.test.ts --ui"
    `)
    expect(messageOf(() => expect(contexts(0)).toDifferBy(0.2))).toMatchInlineSnapshot(`
      "expect(sample).toDifferBy(0.2)

      Expected:   supported
      Received:   not supported
                  eta squared 0 (95 %: 0 to 0.116, claimed at least 0.2), p 1, n 60 (measured)
      Method:     permutation of units, noncentral F

      Look closer: npx vitest test/unit/plugin/matchers/toDifferBy.test.ts --ui"
    `)
  })
})

test('rejects other values, and numbers out of range', () => {
  expect(
    messageOf(() => expect(latencies(3)).toDifferBy(0.1, { directon: 'positive' } as never)),
  ).toMatchInlineSnapshot(
    `"toDifferBy: unknown option "directon"; did you mean "direction"? Options: alpha, direction"`,
  )
  expect(messageOf(() => expect(series(0.5)).toDifferBy(0.5))).toMatchInlineSnapshot(
    `"toDifferBy: expected a paired or grouped sample, such as \`await byContext({ context: (golden) => golden.trait }).routing()\`; received a series sample"`,
  )
  expect(messageOf(() => expect(latencies(3)).toDifferBy(-1))).toMatchInlineSnapshot(
    `"toDifferBy: "atLeast" must be a number from 0, got -1"`,
  )
})
