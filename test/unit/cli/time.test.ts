import { expect, test } from 'vitest'
import { sinceTime } from '../../../src/cli/time.ts'

test.for(['2026-02-30', '2026-02-29T10:00:00Z', '2026-13-01', '1e308h', '-1h', 'NaN', ''])(
  'rejects the time "%s"',
  (text) => {
    expect(() => sinceTime(text)).toThrow('It must be a time such as 24h, 7d or')
  },
)

test.for<[text: string, time: string]>([
  ['2024-02-29', '2024-02-29T00:00:00.000Z'],
  ['2026-11-28T23:30:00-05:00', '2026-11-29T04:30:00.000Z'],
])('reads the time %s', ([text, time]) => {
  expect(sinceTime(text).toISOString()).toBe(time)
})
