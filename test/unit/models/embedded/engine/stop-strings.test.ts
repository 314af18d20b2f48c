import fc from 'fast-check'
import { expect, test } from 'vitest'
import { StopStrings } from '../../../../../src/models/embedded/engine/stop-strings.ts'

/** All that comes out, of pieces that go in one by one. */
function cut(pieces: readonly string[], stops: readonly string[]): string {
  const strings = new StopStrings(stops)
  let out = ''
  for (const piece of pieces) {
    const { text, stopped } = strings.push(piece)
    out += text
    if (stopped) return out
  }
  return out + strings.end()
}

test('finds a stop string across pieces, and leaves it out of the text', () => {
  expect(cut(['Paris.', '\n', 'Us', 'er: next'], ['\nUser:', '\n\n'])).toBe('Paris.')
})

test('text that only begins like a stop string is given back', () => {
  expect(cut(['Paris.', '\n', 'Use it'], ['\nUser:'])).toBe('Paris.\nUse it')
  expect(cut(['Paris.', '\nUser'], ['\nUser:'])).toBe('Paris.\nUser')
})

test('text that cannot become a stop string is not held back', () => {
  expect(new StopStrings(['\nUser:']).push('Paris.')).toEqual({ text: 'Paris.', stopped: false })
})

const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 12 })

test('a text without stop strings comes out whole, however it is cut into pieces', () => {
  const stops = fc.array(letters.map((stop) => `${stop}d`))
  fc.assert(
    fc.property(fc.array(letters), stops, (pieces, stops) => {
      expect(cut(pieces, stops)).toBe(pieces.join(''))
    }),
  )
})

test('a text ends before its stop string, however it is cut into pieces', () => {
  fc.assert(
    fc.property(fc.array(letters), letters, letters, (pieces, stop, rest) => {
      const marked = `${stop}d`
      const text = pieces.join('')
      expect(cut([...pieces, ...Array.from(marked + rest)], [marked])).toBe(text)
    }),
  )
})
