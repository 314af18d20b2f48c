import { describe, test } from 'vitest'
import { expect } from 'vitest-aios'
import { messageOf } from '../../../fixtures/message-of.ts'
import { latencies, series } from '../../../fixtures/samples.ts'

test('passes where the claim is supported, and negated where it is not', () => {
  expect(latencies(1)).toBeNoWorseThan(0.25)
  expect(latencies(0.5)).not.toBeNoWorseThan(0.25)
})

describe('prints', () => {
  test('a claim that is not supported', () => {
    expect(messageOf(() => expect(latencies(0.5)).toBeNoWorseThan(0.25))).toMatchInlineSnapshot(`
      "expect(sample).toBeNoWorseThan(0.25)

      Expected:   supported
      Received:   not supported
                  ratio 1.99 (95 %: 1.96 to 2, claimed at most 1.25), p 1, n 20 (measured)
      Method:     non-inferiority, exact signed-rank

      Look closer: npx vitest test/unit/plugin/matchers/toBeNoWorseThan.test.ts --ui"
    `)
  })

  test('a claim that is supported, negated', () => {
    expect(messageOf(() => expect(latencies(1)).not.toBeNoWorseThan(0.25))).toMatchInlineSnapshot(`
      "expect(sample).not.toBeNoWorseThan(0.25)

      Expected:   not supported
      Received:   supported
                  ratio 0.995 (95 %: 0.981 to 1, claimed at most 1.25), p < 0.0001, n 20 (measured)
      Method:     non-inferiority, exact signed-rank

      Look closer: npx vitest test/unit/plugin/matchers/toBeNoWorseThan.test.ts --ui"
    `)
  })

  test('an inconclusive result', () => {
    expect(messageOf(() => expect(latencies(0.8, 4)).toBeNoWorseThan(0.25))).toMatchInlineSnapshot(`
      "expect(sample).toBeNoWorseThan(0.25)

      Expected:   supported
      Received:   inconclusive
                  ratio 1.25 (95 %: no interval, claimed at most 1.25), p 0.313, n 4 (measured)
      Method:     non-inferiority, exact signed-rank
      Reason:     the data are too few for an interval
      Needed:     about 3855 goldens (now 4) would decide with 80 % power, if the effect is as measured

      Look closer: npx vitest test/unit/plugin/matchers/toBeNoWorseThan.test.ts --ui"
    `)
    expect(messageOf(() => expect(latencies(0.8, 4)).not.toBeNoWorseThan(0.25))).toMatchInlineSnapshot(`
      "expect(sample).not.toBeNoWorseThan(0.25)

      Expected:   not supported
      Received:   inconclusive
                  ratio 1.25 (95 %: no interval, claimed at most 1.25), p 0.313, n 4 (measured)
      Method:     non-inferiority, exact signed-rank
      Reason:     the data are too few for an interval
      Needed:     about 3855 goldens (now 4) would decide with 80 % power, if the effect is as measured

      Look closer: npx vitest test/unit/plugin/matchers/toBeNoWorseThan.test.ts --ui"
    `)
  })
})

test('rejects other values, and numbers out of range', () => {
  expect(messageOf(() => expect(latencies(3)).toBeNoWorseThan(0.1, { aplha: 0.1 } as never))).toMatchInlineSnapshot(
    `"toBeNoWorseThan: unknown option "aplha"; did you mean "alpha"? Options: alpha"`,
  )
  expect(messageOf(() => expect(series(0.5)).toBeNoWorseThan(0.25))).toMatchInlineSnapshot(
    `"toBeNoWorseThan: expected a paired sample, such as \`await paired({ source: ['embedder', 'main_model'] }).quality()\`; received a series sample"`,
  )
  expect(messageOf(() => expect(latencies(3)).toBeNoWorseThan(-1))).toMatchInlineSnapshot(
    `"toBeNoWorseThan: "margin" must be a number above 0, got -1"`,
  )
})
