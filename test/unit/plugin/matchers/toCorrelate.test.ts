import { describe, test } from 'vitest'
import { expect } from 'vitest-aios'
import { messageOf } from '../../../fixtures/message-of.ts'
import { relation, series } from '../../../fixtures/samples.ts'

test('passes where the claim is supported, and negated where it is not', () => {
  expect(relation()).toCorrelate({ atLeast: 0.3, direction: 'positive' })
  expect(relation(-1)).not.toCorrelate({ atLeast: 0.3, direction: 'positive' })
})

describe('prints', () => {
  test('a claim that is not supported', () => {
    expect(messageOf(() => expect(relation(-1)).toCorrelate({ atLeast: 0.3, direction: 'positive' })))
      .toMatchInlineSnapshot(`
        "expect(sample).toCorrelate({ atLeast: 0.3, direction: 'positive' })

        Expected:   supported
        Received:   not supported
                    rho -0.998 (95 %: -0.999 to -0.995, claimed at least 0.3), p 1, n 40 (measured)
        Method:     Spearman, permutation of clusters

        Look closer: npx vitest test/unit/plugin/matchers/toCorrelate.test.ts --ui"
      `)
  })

  test('a claim that is supported, negated', () => {
    expect(messageOf(() => expect(relation()).not.toCorrelate({ atLeast: 0.3, direction: 'positive' })))
      .toMatchInlineSnapshot(`
        "expect(sample).not.toCorrelate({ atLeast: 0.3, direction: 'positive' })

        Expected:   not supported
        Received:   supported
                    rho 0.998 (95 %: 0.995 to 0.999, claimed at least 0.3), p < 0.0001, n 40 (measured)
        Method:     Spearman, permutation of clusters

        Look closer: npx vitest test/unit/plugin/matchers/toCorrelate.test.ts --ui"
      `)
  })

  test('an inconclusive result', () => {
    expect(
      messageOf(() => expect({ ...relation(), points: relation().points.slice(0, 4) }).toCorrelate({ atLeast: 0.3 })),
    ).toMatchInlineSnapshot(`
      "expect(sample).toCorrelate({ atLeast: 0.3, direction: 'either' })

      Expected:   supported
      Received:   inconclusive
                  rho 0.8 (97.5 %: -0.819 to 0.998, claimed beyond 0.3 either way), p 0.492, n 4 (measured)
      Method:     Spearman, permutation of clusters
      Reason:     the interval contains effects that meet the claim and effects that do not
      Needed:     about 67 conversations (now 4) would decide with 80 % power, if the effect is as measured

      Look closer: npx vitest test/unit/plugin/matchers/toCorrelate.test.ts --ui"
    `)
    expect(
      messageOf(() =>
        expect({ ...relation(), points: relation().points.slice(0, 4) }).not.toCorrelate({ atLeast: 0.3 }),
      ),
    ).toMatchInlineSnapshot(`
      "expect(sample).not.toCorrelate({ atLeast: 0.3, direction: 'either' })

      Expected:   not supported
      Received:   inconclusive
                  rho 0.8 (97.5 %: -0.819 to 0.998, claimed beyond 0.3 either way), p 0.492, n 4 (measured)
      Method:     Spearman, permutation of clusters
      Reason:     the interval contains effects that meet the claim and effects that do not
      Needed:     about 67 conversations (now 4) would decide with 80 % power, if the effect is as measured

      Look closer: npx vitest test/unit/plugin/matchers/toCorrelate.test.ts --ui"
    `)
  })
})

test('rejects other values, and numbers out of range', () => {
  expect(
    messageOf(() => expect(relation()).toCorrelate({ atLeast: 0.3, direction: 'up' } as never)),
  ).toMatchInlineSnapshot(`"toCorrelate: "direction" must be one of "positive", "negative", "either", got "up""`)
  expect(messageOf(() => expect(series(0.5)).toCorrelate({ atLeast: 0.3 }))).toMatchInlineSnapshot(
    `"toCorrelate: expected a relation sample, such as \`await observations().relation('weight', 'quality')\`; received a series sample"`,
  )
  expect(messageOf(() => expect(relation()).toCorrelate({ atLeast: 2 }))).toMatchInlineSnapshot(
    `"toCorrelate: "atLeast" must be a number from 0 to below 1, got 2"`,
  )
})
