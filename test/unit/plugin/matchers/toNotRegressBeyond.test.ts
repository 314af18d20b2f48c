import { describe, test } from 'vitest'
import { expect, type RegressionOptions } from 'vitest-aios'
import { messageOf } from '../../../fixtures/message-of.ts'
import { setRun } from '../../../fixtures/set-run.ts'

const { goldens } = setRun()

/** The set with every latency multiplied by a factor. */
const slower = (factor: number) =>
  setRun({
    goldens: goldens.map((golden) => ({
      ...golden,
      replies: golden.replies.map((reply) => ({ ...reply, latencyMs: factor * reply.latencyMs })),
    })),
  })

/** The set with replies that failed before a retry of their test passed. */
const retried = setRun({
  goldens: goldens.map((golden, index) => ({
    ...golden,
    replies: golden.replies.map((reply) =>
      index < 12 ? { ...reply, passed: false, passedOnRetry: true as const } : reply,
    ),
  })),
})

test('passes without a regression, and negated with one', () => {
  expect(setRun()).toNotRegressBeyond(0.25)
  expect(slower(2)).not.toNotRegressBeyond(0.25)
})

test('passes either way for a run that records the baseline', () => {
  expect(setRun({ mode: 'record' })).toNotRegressBeyond(0.25)
  expect(setRun({ mode: 'record' })).not.toNotRegressBeyond(0.25)
})

describe('prints', () => {
  test('a regression', () => {
    expect(messageOf(() => expect(slower(2)).toNotRegressBeyond(0.25))).toMatchInlineSnapshot(`
      "expect(results).toNotRegressBeyond(0.25)

      Golden set: world, 20 goldens compared: fail
      Expected:   no change for the worse beyond 25 % of latency, 12.5 points of the pass rate (evidence)
      Received:   typical latency +105.9 % (95 %: +89.3 to +126.0, limit +25), p < 0.0001, n 20: fail
      Received:   pass rate 90 -> 90 % (0.0, 95 %: -16.0 to +16.0, limit -12.5), p 0.5, n 20: inconclusive (1 more repeat of both sides would decide: run with AIOS_REPEATS=2)
      Received:   main_model share 50 -> 50 % (0.0, 95 %: -11.3 to +11.3, limit ±25), p > 0.99, n 20: pass
      Rests on:   measured latencies against measured ones, whose drift between runs is 3.0 %
      Broke:      g2

      Look closer: npx vitest test/unit/plugin/matchers/toNotRegressBeyond.test.ts --ui
      Accept an intended change: npx vitest run goldens -u"
    `)
  })

  test('goldens that all changed since the baseline', () => {
    const changed = setRun({ goldens: goldens.map((golden) => ({ ...golden, fingerprint: 'other' })) })
    expect(messageOf(() => expect(changed).toNotRegressBeyond(0.25))).toMatchInlineSnapshot(`
      "expect(results).toNotRegressBeyond(0.25)

      Golden set: world, 0 goldens compared: inconclusive
      Expected:   no change for the worse beyond 25 % of latency, 12.5 points of the pass rate (evidence)
      Reason:     none of the 20 goldens that ran can be compared (20 with another question or expectation than in the baseline): record the baseline again with \`npx vitest run goldens -u\`
      Received:   no metric that can be compared

      Look closer: npx vitest test/unit/plugin/matchers/toNotRegressBeyond.test.ts --ui
      Accept an intended change: npx vitest run goldens -u"
    `)
  })

  test('advises no acceptance where a golden got no reply', () => {
    const lost = { repeat: 0, cause: 'unreachable', evidence: 'connect ECONNREFUSED', remedy: 'Start the server.' }
    const broken = setRun({ goldens: goldens.map((golden) => ({ ...golden, replies: [], unmeasured: [lost] })) })
    const message = messageOf(() => expect(broken).toNotRegressBeyond(0.25))
    expect(message).toContain('see why the goldens got no reply')
    expect(message).toMatch(/Look closer: npx vitest \S+\/toNotRegressBeyond\.test\.ts --ui$/)
  })

  test('a regression of point values', () => {
    expect(messageOf(() => expect(slower(2)).toNotRegressBeyond(0.25, { mode: 'point' }))).toMatchInlineSnapshot(`
      "expect(results).toNotRegressBeyond(0.25)

      Golden set: world, 20 goldens compared: fail
      Expected:   no change for the worse beyond 25 % (point values)
      Received:   mean latency 379 ms -> 778 ms (+105.2 %, limit +25), n 20: fail
      Received:   pass rate 90 % -> 90 % (0.0 %, limit -25), n 20: pass
      Received:   main_model share 50 % -> 50 % (0.0 points, limit ±25), n 20: pass
      Rests on:   measured latencies against measured ones, whose drift between runs is 3.0 %
      Broke:      g2

      Look closer: npx vitest test/unit/plugin/matchers/toNotRegressBeyond.test.ts --ui
      Accept an intended change: npx vitest run goldens -u"
    `)
  })

  test('no regression, negated', () => {
    expect(messageOf(() => expect(setRun()).not.toNotRegressBeyond(0.25))).toMatchInlineSnapshot(`
      "expect(results).not.toNotRegressBeyond(0.25)

      Golden set: world, 20 goldens compared: inconclusive
      Expected:   a change for the worse beyond 25 % of latency, 12.5 points of the pass rate (evidence)
      Reason:     quality: 1 more repeat of both sides would decide: run with AIOS_REPEATS=2
      Received:   typical latency +3.0 % (95 %: -5.4 to +13.0, limit +25), p 0.29, n 20: pass
      Received:   pass rate 90 -> 90 % (0.0, 95 %: -16.0 to +16.0, limit -12.5), p 0.5, n 20: inconclusive (1 more repeat of both sides would decide: run with AIOS_REPEATS=2)
      Received:   main_model share 50 -> 50 % (0.0, 95 %: -11.3 to +11.3, limit ±25), p > 0.99, n 20: pass
      Rests on:   measured latencies against measured ones, whose drift between runs is 3.0 %
      Broke:      g2

      Look closer: npx vitest test/unit/plugin/matchers/toNotRegressBeyond.test.ts --ui
      Accept an intended change: npx vitest run goldens -u"
    `)
  })

  test('goldens that passed only on a retry, and how to count the last attempt', () => {
    expect(messageOf(() => expect(retried).toNotRegressBeyond(0.25))).toMatchInlineSnapshot(`
      "expect(results).toNotRegressBeyond(0.25)

      Golden set: world, 20 goldens compared: fail
      Expected:   no change for the worse beyond 25 % of latency, 12.5 points of the pass rate (evidence)
      Received:   typical latency +3.0 % (95 %: -5.4 to +13.0, limit +25), p 0.29, n 20: pass
      Received:   pass rate 90 -> 40 % (-50.0, 95 %: -70.1 to -20.8, limit -12.5), p 0.0017, n 20: fail
      Received:   main_model share 50 -> 50 % (0.0, 95 %: -11.3 to +11.3, limit ±25), p > 0.99, n 20: pass
      Rests on:   measured latencies against measured ones, whose drift between runs is 3.0 %
      Broke:      g0, g1, g2, g3, g4, g5, g6, g7 and 3 more
      Retried:    g0, g1, g2, g3, g4, g5, g6, g7 and 4 more passed on retry only; the first attempt counts.
                  describeGoldens({ countedAttempt: 'last' }) counts the last one.

      Look closer: npx vitest test/unit/plugin/matchers/toNotRegressBeyond.test.ts --ui
      Accept an intended change: npx vitest run goldens -u"
    `)
  })

  test('how to record a missing baseline', () => {
    const run = setRun({ baseline: null })
    expect(messageOf(() => expect(run).toNotRegressBeyond(0.25))).toMatchInlineSnapshot(`
      "expect(results).toNotRegressBeyond(0.25)

      Golden set: world
      Expected:   a baseline to compare with, in goldens/baseline.json
      Received:   none for this set

      Record it: npx vitest run goldens -u, then review and commit the file"
    `)
    expect(messageOf(() => expect(run).not.toNotRegressBeyond(0.25))).toMatchInlineSnapshot(`
      "expect(results).not.toNotRegressBeyond(0.25)

      Golden set: world
      Expected:   a baseline to compare with, in goldens/baseline.json
      Received:   none for this set

      Record it: npx vitest run goldens -u, then review and commit the file"
    `)
  })
})

describe('rejects', () => {
  test.each([
    [
      'undefined',
      undefined,
      {},
      'the regression policy must be a number above 0 and at most 1000, such as 0.25 for a quarter, or an object, got undefined',
    ],
    [
      'null',
      null,
      {},
      'the regression policy must be a number above 0 and at most 1000, such as 0.25 for a quarter, or an object, got null',
    ],
    [
      'a tolerance of 0',
      0,
      {},
      '"tolerance" must be a number above 0 and at most 1000, such as 0.25 for a quarter, got 0',
    ],
    ['an unknown mode', 0.25, { mode: 'lax' }, '"mode" must be one of "evidence", "strict", "point", got "lax"'],
    ['two modes', { mode: 'strict' }, { mode: 'point' }, 'mode is given twice: give it once'],
    ['two tolerances', 0.25, { tolerance: 0.5 }, 'tolerance is given twice: give it once'],
  ])('%s, with and without a baseline', (_, tolerance, options, words) => {
    for (const run of [setRun(), setRun({ baseline: null, mode: 'add' })]) {
      const call = () => expect(run).toNotRegressBeyond(tolerance as RegressionOptions, options as RegressionOptions)
      expect(call).toThrow(`toNotRegressBeyond: ${words}`)
    }
  })

  test('other values than the results of a set', () => {
    expect(messageOf(() => expect([]).toNotRegressBeyond(0.25))).toMatchInlineSnapshot(
      `"toNotRegressBeyond: expected the \`results\` that describeGoldens passes to \`whole\`"`,
    )
  })
})

test('ignores an option that is undefined', () => {
  const partly = { tolerance: 5, mode: undefined } as unknown as RegressionOptions
  expect(setRun()).toNotRegressBeyond(partly, { mode: 'point' })
})
