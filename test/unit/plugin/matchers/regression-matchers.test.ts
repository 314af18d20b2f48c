import { describe, test } from 'vitest'
import { expect, type RegressionOptions, type Slo } from 'vitest-aios'
import { draw } from '../../../../bench/worlds.ts'
import type { SetRun } from '../../../../plugin/worker/suite/set-run.ts'
import { seededRandom } from '../../../../src/statistics/distributions/random.ts'

const { baseline, current } = draw({ goldens: 20, repeats: 1, noise: 0.1, drift: 0 }, seededRandom(1))

const run = (change: Partial<SetRun> = {}): SetRun => ({
  ...current,
  baseline,
  baselineFile: 'goldens/baseline.json',
  mode: 'compare',
  configurations: null,
  drift: 0.03,
  greedy: false,
  boundary: 0.5,
  ...change,
})

describe('toNotRegressBeyond', () => {
  test.each([
    ['nothing', undefined, {}, 'must be a number above 0, such as 0.25 for a quarter, or an object; it is undefined'],
    ['null', null, {}, 'must be a number above 0, such as 0.25 for a quarter, or an object; it is null'],
    ['a margin of 0', 0, {}, 'tolerance must be a number above 0, such as 0.25 for a quarter; it is 0'],
    ['an unknown mode', 0.25, { mode: 'lax' }, "mode must be one of evidence, strict, point; it is 'lax'"],
    ['two answers', { mode: 'strict' }, { mode: 'point' }, 'mode is given twice: say it once'],
    ['two tolerances', 0.25, { tolerance: 0.5 }, 'tolerance is given twice: say it once'],
  ])('refuses %s, whatever there is to compare', (_, tolerance, options, words) => {
    const call = (results: SetRun) => () =>
      expect(results).toNotRegressBeyond(tolerance as RegressionOptions, options as RegressionOptions)
    expect(call(run())).toThrow(`toNotRegressBeyond: ${words}`)
    expect(call(run({ baseline: null, mode: 'add' }))).toThrow(`toNotRegressBeyond: ${words}`)
  })

  test('takes a part that is left out for no part', () => {
    const leftOut = { tolerance: 5, mode: undefined } as unknown as RegressionOptions
    expect(run()).toNotRegressBeyond(leftOut, { mode: 'point' })
  })
})

test('names goldens that passed on a retry only, and how to count them', () => {
  const goldens = current.goldens.map((golden, index) => ({
    ...golden,
    replies: golden.replies.map((reply) =>
      index < 12 ? { ...reply, passed: false, passedOnRetry: true as const } : reply,
    ),
  }))
  const names = goldens.slice(0, 8).map(({ id }) => id)
  const message = new RegExp(`Retried: +${names.join(', ')} and 4 more passed on retry only; the first attempt counts`)
  expect(() => expect(run({ goldens })).toNotRegressBeyond(0.25)).toThrow(message)
  expect(() => expect(run({ goldens })).toNotRegressBeyond(0.25)).toThrow("countedAttempt: 'last'")
})

describe('toMeetSlo', () => {
  test('what cannot be told is no answer either way', () => {
    expect(() => expect(run()).toMeetSlo({ tokensPerSecond: 5 })).toThrow('inconclusive')
    expect(() => expect(run()).not.toMeetSlo({ tokensPerSecond: 5 })).toThrow(
      'Expected:   an objective that is not met',
    )
    expect(() => expect(run({ goldens: [] })).not.toMeetSlo({ passRate: 0.5 })).toThrow('no golden ran')
  })

  test('a reply that took no time is no reply that was fast', () => {
    const goldens = current.goldens.map((golden) => ({
      ...golden,
      replies: golden.replies.map((reply) => ({ ...reply, latencyMs: 0 })),
    }))
    expect(() => expect(run({ goldens })).toMeetSlo({ p95Ms: 100 })).toThrow('p95Ms: a value of 0 cannot be')
  })

  test('negated it asks for an objective that is not met', () => {
    expect(run({ boundary: 0.9 })).not.toMeetSlo({ boundaryDrift: 0.1 })
    expect(() => expect(run()).not.toMeetSlo({ boundaryDrift: 0.1 })).toThrow(': pass')
  })

  test('refuses what is no objectives', () => {
    expect(() => expect(run()).toMeetSlo(undefined as unknown as Slo)).toThrow(
      'objectives must be an object such as { passRate: 0.95 }; it is undefined',
    )
  })
})
