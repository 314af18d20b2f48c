import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { judge } from '../../../../src/goldens/expectation.ts'
import { inflects } from '../../../../src/goldens/phrases/inflections.ts'
import { normalise } from '../../../../src/goldens/phrases/normalise.ts'

const contains = (reply: string, contains: string) => judge(reply, { contains }).passed

describe('contains', () => {
  test.for<[reply: string, phrase: string]>([
    // Strokes and ligatures, both ways.
    ['Malmø or Malmö', 'Malmo'],
    ['Malmo', 'Malmø'],
    ['Wrocław', 'WROCLAW'],
    ['Đorđe', 'dorde'],
    ['Æthelstan', 'aethelstan'],
    ['Œuvre', 'oeuvre'],
    ['Þór', 'Thor'],
    ['Diyarbakır', 'Diyarbakir'],
    ['Ħamrun', 'hamrun'],
    ['STRAẞE', 'strasse'],
    ['ﬁnal oﬃce', 'final office'],
    ['Ｔｏｋｙｏ', 'tokyo'],
    // What is not seen.
    ['Lis\u200bbon', 'Lisbon'],
    ['Lis\u00adbon', 'Lisbon'],
    ['Lis\u2060bon\ufeff', 'Lisbon'],
    ['\u202aLisbon\u202c', 'Lisbon'],
    // Superscripts and notes.
    ['Lisbon¹ is large', 'Lisbon'],
    ['Lisbonᵃ is large', 'Lisbon'],
    ['Lisbon† is large', 'Lisbon'],
    ['Windows™ 11', 'Windows 11'],
    ['7 km²', '7 km^2'],
    ['E = mc²', 'mc²'],
    ['10² m', '10^2'],
    ['CO₂', 'co2'],
    // Numbers.
    ['–7 °C', '-7'],
    ['25,00,000', '2500000'],
    ['1 234,5', '1234.5'],
    ["9'876", '9876'],
    ['３２', '32'],
    ['٣٢', '32'],
    ['約32人', '32'],
    ['½ cup', '1/2'],
    [String.raw`\frac{1}{2}`, '½'],
    [String.raw`1{,}500`, '1500'],
    ['.75', '0.75'],
    ['2024-05-17', '2024'],
    ['10:45', '45'],
    ['9km', '9km'],
  ])('finds in %j the text %j', ([reply, phrase]) => {
    expect(contains(reply, phrase)).toBe(true)
  })

  test.for<[reply: string, phrase: string]>([
    ['5³', '53'],
    ['10²', '10'],
    ['km²', 'km2'],
    ['Lisbon¹', 'Lisbon1'],
    // Cyrillic, Greek and Latin letters that look alike.
    ['Раris', 'Paris'],
    ['Αthens', 'Athens'],
    ['–7', '7'],
    ['25,00,000', '000'],
    ['20 000', '000'],
    ['1/2', '1'],
    ['1½', '1/2'],
    ['3,14', '14'],
    ['African', 'Africa'],
  ])('does not find in %j the text %j', ([reply, phrase]) => {
    expect(contains(reply, phrase)).toBe(false)
  })
})

describe('inflected forms', () => {
  test.for<[base: string, word: string]>([
    ['africa', 'african'],
    ['africa', 'africans'],
    ['canada', 'canadian'],
    ['china', 'chinese'],
    ['italy', 'italian'],
    ['mexico', 'mexican'],
    ['europe', 'european'],
    ['egypt', 'egyptian'],
    ['city', 'cities'],
    ['box', 'boxes'],
    ['stop', 'stopped'],
    ['make', 'making'],
    ['big', 'biggest'],
    ['cat', 'cats'],
    ['photo', 'photos'],
  ])('%s has the form %s', ([base, word]) => {
    expect(inflects(base, word)).toBe(true)
  })

  test.for<[base: string, word: string]>([
    ['austria', 'australian'],
    ['india', 'indiana'],
    ['africa', 'afrikaans'],
    ['guinea', 'guineapig'],
    ['cat', 'category'],
    ['us', 'using'],
    ['african', 'africa'],
    ['42', '42s'],
    ['420', '420s'],
    ['4you', '4yous'],
    ['you4', 'you4s'],
    ['bank', 'bankked'],
    ['work', 'workking'],
  ])('%s does not have the form %s', ([base, word]) => {
    expect(inflects(base, word)).toBe(false)
  })

  test('count only where the golden allows them', () => {
    const reply = "It is the South American continent's largest river."
    expect(judge(reply, { contains: 'South America' }).passed).toBe(false)
    expect(judge(reply, { contains: { text: 'South America', inflected: true } }).passed).toBe(true)
    expect(judge(reply, { anyOf: ['lake', { text: 'continent', inflected: true }] }).passed).toBe(true)
    expect(judge(reply, { excludes: { text: 'South America', inflected: true } }).passed).toBe(false)
    expect(judge(reply, { contains: [{ text: 'North America', inflected: true }] })).toEqual({
      passed: false,
      misses: [
        { expectation: 'contains', expected: 'to contain "North America" or a form of it', found: `"${reply}"` },
      ],
    })
  })
})

test('numbers stand apart from each other, and with their letters', () => {
  expect(normalise('9km and 1,2,3')).toBe('9km and 1 2 3')
  expect(normalise('7\t\n8%')).toBe('7 8 %')
})

test.for<[reply: string, phrase: string, found: boolean]>([
  ['a!b', ' ! ', true],
  ['a?b', '!', false],
])('of punctuation alone, %j and %j', ([reply, phrase, found]) => {
  expect(judge(reply, { contains: phrase }).passed).toBe(found)
  expect(judge(reply, { contains: { text: phrase, inflected: true } }).passed).toBe(found)
})

test.for<[reply: string, text: string, same: boolean]>([
  ['!', '!', true],
  [' !', '! ', true],
  ['?', '!', false],
  ['?!', '!', false],
  ['?', 'why', false],
])('%j equals %j: %j', ([reply, text, same]) => {
  expect(judge(reply, { equals: text }).passed).toBe(same)
})

test('an inflected phrase of punctuation is not found in other punctuation', () => {
  expect(judge('?', { contains: { text: '!', inflected: true } }).passed).toBe(false)
})

test('a reply of characters that are not seen is blank', () => {
  expect(judge('\u200b\u00ad \ufeff', {}).passed).toBe(false)
})

test('normalising twice is normalising once, unless separate numbers come to stand side by side', () => {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom(...'0123.,-+#% aÉßς−가がø–'.split('')) }),
  )
  fc.assert(
    fc.property(text, (text) => {
      const normal = normalise(text)
      fc.pre(!/\d[^\p{L}]+\d|\^/u.test(normal) && !text.includes('^'))
      expect(normalise(normal)).toBe(normal)
    }),
    { numRuns: 2000 },
  )
})

test('normalising any one character twice is normalising it once', () => {
  const differ = Array.from({ length: 0x20000 }, (_, code) => String.fromCodePoint(code)).filter((character) => {
    const normal = normalise(character)
    // Nothing to repeat where nothing changed.
    return normal !== character && !/\d[^\p{L}]+\d|\^/u.test(normal) && normalise(normal) !== normal
  })
  expect(differ).toEqual([])
})

test.for(['1,234', '1 ', '-1', '.1', '²', '東1', 'ø\u200b', 'x^', 'a_', '01.01.2020 ', '2020-01-01, '])(
  'comes to an end on a long reply of %j',
  (unit) => {
    expect(normalise(unit.repeat(50_000))).not.toBe('')
  },
)
