import { describe, test } from 'vitest'
import { expect } from 'vitest-aios'
import { messageOf } from '../../../fixtures/message-of.ts'
import { latencies, series } from '../../../fixtures/samples.ts'

test('passes where the claim is supported, and negated where it is not', () => {
  expect(latencies(3)).toBeFasterBy(2)
  expect(latencies(1.5)).not.toBeFasterBy(2)
})

describe('prints', () => {
  test('a claim that is not supported', () => {
    expect(messageOf(() => expect(latencies(1.5)).toBeFasterBy(2))).toMatchInlineSnapshot(`
      "expect(sample).toBeFasterBy(2)

      Expected:   supported
      Received:   not supported
                  ratio 1.51 (95 %: 1.5 to 1.53, claimed at least 2), p 1, n 20 (measured)
      Method:     exact signed-rank

      Look closer: npx vitest test/unit/plugin/matchers/toBeFasterBy.test.ts --ui"
    `)
  })

  test('a claim that is supported, negated', () => {
    expect(messageOf(() => expect(latencies(3)).not.toBeFasterBy(2))).toMatchInlineSnapshot(`
      "expect(sample).not.toBeFasterBy(2)

      Expected:   not supported
      Received:   supported
                  ratio 3.01 (95 %: 3 to 3.06, claimed at least 2), p < 0.0001, n 20 (measured)
      Method:     exact signed-rank

      Look closer: npx vitest test/unit/plugin/matchers/toBeFasterBy.test.ts --ui"
    `)
  })

  test('an inconclusive result, and the data that would decide', () => {
    expect(messageOf(() => expect(latencies(2, 4)).toBeFasterBy(2))).toMatchInlineSnapshot(`
      "expect(sample).toBeFasterBy(2)

      Expected:   supported
      Received:   inconclusive
                  ratio 2 (95 %: no interval, claimed at least 2), p 0.5, n 4 (measured)
      Method:     exact signed-rank
      Reason:     the data are too few for an interval
      Needed:     about 241 goldens (now 4) would decide with 80 % power, if the effect is as measured

      Look closer: npx vitest test/unit/plugin/matchers/toBeFasterBy.test.ts --ui"
    `)
  })

  test('an inconclusive result, negated', () => {
    expect(messageOf(() => expect(latencies(3, 8)).not.toBeFasterBy(2, { alpha: 0.001 }))).toMatchInlineSnapshot(`
      "expect(sample).not.toBeFasterBy(2)

      Expected:   not supported
      Received:   inconclusive
                  ratio 3 (99.9 %: no interval, claimed at least 2), p 0.00391, n 8 (measured)
      Method:     exact signed-rank
      Reason:     the data are too few for an interval
      Needed:     about 10 goldens (now 8) would decide with 80 % power, if the effect is as measured

      Look closer: npx vitest test/unit/plugin/matchers/toBeFasterBy.test.ts --ui"
    `)
  })
})

describe('rejects', () => {
  test('another value than a paired sample', () => {
    expect(messageOf(() => expect(series(0.5)).toBeFasterBy(2))).toMatchInlineSnapshot(
      `"toBeFasterBy: expected a paired sample, such as \`await paired({ source: ['embedder', 'main_model'] }).latency()\`; received a series sample"`,
    )
    expect(messageOf(() => expect(Promise.resolve(latencies(3))).toBeFasterBy(2))).toMatchInlineSnapshot(
      `"toBeFasterBy: expected a paired sample, such as \`await paired({ source: ['embedder', 'main_model'] }).latency()\`; received a promise. Is an await missing?"`,
    )
    expect(messageOf(() => expect(null).toBeFasterBy(2))).toMatchInlineSnapshot(
      `"toBeFasterBy: expected a paired sample, such as \`await paired({ source: ['embedder', 'main_model'] }).latency()\`; received null"`,
    )
    expect(messageOf(() => expect(2).toBeFasterBy(2))).toMatchInlineSnapshot(
      `"toBeFasterBy: expected a paired sample, such as \`await paired({ source: ['embedder', 'main_model'] }).latency()\`; received a value of type number"`,
    )
    const lookAlike = { kind: 'toString', unmeasured: [] }
    expect(messageOf(() => expect(lookAlike).toBeFasterBy(2))).toMatchInlineSnapshot(
      `"toBeFasterBy: expected a paired sample, such as \`await paired({ source: ['embedder', 'main_model'] }).latency()\`; received a value of type object"`,
    )
  })

  test('a factor or an alpha out of range', () => {
    expect(messageOf(() => expect(latencies(3)).toBeFasterBy(2, { aplha: 0.1 } as never))).toMatchInlineSnapshot(
      `"toBeFasterBy: unknown option "aplha"; did you mean "alpha"? Options: alpha"`,
    )
    expect(messageOf(() => expect(latencies(3)).toBeFasterBy(0))).toMatchInlineSnapshot(
      `"toBeFasterBy: "factor" must be a number above 0, got 0"`,
    )
    expect(messageOf(() => expect(latencies(3)).toBeFasterBy(2, { alpha: 0.7 }))).toMatchInlineSnapshot(
      `"toBeFasterBy: "alpha" must be a number above 0 and below 0.5, got 0.7"`,
    )
  })
})
