import { expect, test } from 'vitest'
import { resolveSettings } from '../../../src/settings/resolve.ts'
import { nearest } from '../../../src/text/nearest.ts'

test.each([
  ['liev', 'live'],
  ['ilve', 'live'],
  ['lvie', 'live'],
  ['atuo', 'auto'],
  ['reaply', 'replay'],
  ['LIVE', 'live'],
  ['liv', 'live'],
  ['evil', null],
  ['local', null],
  ['', null],
])('the word that %j is near to: %j', (word, known) => {
  expect(nearest(word, ['auto', 'live', 'embedded', 'replay'])).toBe(known)
})

test('a variable with two exchanged letters in its value gets a suggestion', () => {
  expect(() => resolveSettings({}, { root: '/', env: { AIOS_BACKEND: 'liev' } })).toThrow('did you mean "live"?')
})
