import { describe, expect, test } from 'vitest'
import { decideNotification, type SloState } from '../../../../src/verdicts/slo/notification.ts'

const HOUR = 3_600_000
const decide = (last: SloState | null, state: SloState, sinceMs = 2 * HOUR, coolDownMs = HOUR) =>
  decideNotification(last === null ? undefined : { state: last, deliveredAt: 10 * HOUR }, state, {
    now: 10 * HOUR + sinceMs,
    coolDownMs,
  })

describe('a target that was never notified', () => {
  test.each([
    ['met', 'unchanged'],
    ['violated', 'send'],
    ['cannot_tell', 'send'],
  ] as const)('of %s: %s', (state, decision) => {
    expect(decide(null, state)).toBe(decision)
  })
})

describe('a change of state', () => {
  const states = ['met', 'violated', 'cannot_tell'] as const
  test.each(states.flatMap((last) => states.map((state) => ({ last, state }))))(
    '$last to $state',
    ({ last, state }) => {
      expect(decide(last, state)).toBe(last === state ? 'unchanged' : 'send')
    },
  )

  test('is sent as soon as the cool-down is over', () => {
    expect(decide('violated', 'met', 0)).toBe('cooling_down')
    expect(decide('violated', 'met', HOUR - 1)).toBe('cooling_down')
    expect(decide('violated', 'met', HOUR)).toBe('send')
  })

  test('is sent without a cool-down at once, and after the clock was set back', () => {
    expect(decide('violated', 'met', 0, 0)).toBe('send')
    expect(decide('violated', 'met', -1)).toBe('send')
  })
})
