import { stripVTControlCharacters } from 'node:util'
import { describe, test } from 'vitest'
import { expect, type RegressionOptions, type Slo } from 'vitest-aios'
import { draw } from '../../../bench/worlds.ts'
import type { SetRun } from '../../../plugin/suite/set-run.ts'
import { seededRandom } from '../../../src/evidence/distributions/random.ts'

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

const messageOf = (expectation: () => void): string => {
  try {
    expectation()
  } catch (error) {
    return stripVTControlCharacters(error instanceof Error ? error.message : String(error))
  }
  return 'nothing thrown'
}

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
    expect(messageOf(call(run()))).toBe(`toNotRegressBeyond: ${words}`)
    expect(messageOf(call(run({ baseline: null, mode: 'add' })))).toBe(`toNotRegressBeyond: ${words}`)
  })

  test('takes a part that is left out for no part', () => {
    const leftOut = { tolerance: 5, mode: undefined } as unknown as RegressionOptions
    expect(messageOf(() => expect(run()).toNotRegressBeyond(leftOut, { mode: 'point' }))).toBe('nothing thrown')
  })
})

describe('toMeetSlo', () => {
  test('what cannot be told is no answer either way', () => {
    expect(messageOf(() => expect(run()).not.toMeetSlo({ tokensPerSecond: 5 }))).toContain(
      'Expected:   an objective that is not met',
    )
    expect(messageOf(() => expect(run()).toMeetSlo({ tokensPerSecond: 5 }))).toContain('inconclusive')
    expect(messageOf(() => expect(run({ goldens: [] })).not.toMeetSlo({ passRate: 0.5 }))).toContain('no golden ran')
    expect(messageOf(() => expect(run()).not.toMeetSlo({ boundaryDrift: 0.1 }))).toContain('pass')
    expect(messageOf(() => expect(run({ boundary: 0.9 })).not.toMeetSlo({ boundaryDrift: 0.1 }))).toBe('nothing thrown')
  })

  test('refuses what is no objectives', () => {
    expect(messageOf(() => expect(run()).toMeetSlo(undefined as unknown as Slo))).toBe(
      'objectives must be an object such as { passRate: 0.95 }; it is undefined',
    )
  })
})
