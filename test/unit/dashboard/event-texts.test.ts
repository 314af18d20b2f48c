import { expect, test } from 'vitest'
import { shownReason } from '../../../src/dashboard/views/event/texts.ts'

test('a reason of millions of characters is cut, and says by how many', () => {
  const shown = shownReason('a'.repeat(20_000_000)) ?? ''
  expect(shown.length).toBeLessThan(5_000)
  const [, left = ''] = /^a+… \((\d+) more characters\)$/.exec(shown) ?? []
  expect(/^a+/.exec(shown)?.[0].length).toBe(20_000_000 - Number(left))
  expect(shownReason('no greeting')).toBe('no greeting')
  expect(shownReason(undefined)).toBe(null)
})
