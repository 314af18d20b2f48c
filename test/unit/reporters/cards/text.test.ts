import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { excerpt } from '../../../../reporters/cards/excerpt.ts'
import { BODY, MONO, textWidth } from '../../../../reporters/cards/text-width.ts'
import { wrapText } from '../../../../reporters/cards/wrap.ts'
import { escapeXml } from '../../../../reporters/cards/xml.ts'

describe('wrapText', () => {
  it('breaks at blanks, and keeps lines, indentation and inner blanks', () => {
    const text = 'if x:\n    return  1\n\nThe quick brown fox jumps over the lazy dog.'
    expect(wrapText(text, 130, MONO)).toEqual([
      'if x:',
      '    return  1',
      '',
      'The quick brown',
      'fox jumps over',
      'the lazy dog.',
    ])
  })

  it('breaks inside a word only where the word is longer than a line', () => {
    expect(wrapText('a abcdefghijklmnopqrstuvwxyz b', 73, MONO)).toEqual(['a', 'abcdefghij', 'klmnopqrst', 'uvwxyz b'])
  })

  it.each([
    ['right-to-left override', 'a\u202eb', String.raw`a\u202eb`],
    ['terminal colour', '\u001b[31mred', String.raw`\x1b[31mred`],
    ['lone surrogate', 'a\ud800', String.raw`a\ud800`],
    ['tab', '\tx', '    x'],
    ['piled-up marks', `e${'\u0301'.repeat(6)}`, `e${'\u0301'.repeat(4)}${String.raw`\u0301`.repeat(2)}`],
  ])('shows a %s as it is', (_, text, shown) => {
    expect(wrapText(text, 560, BODY)).toEqual([shown])
  })

  it('loses nothing but blanks, and no line is wider than asked', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), fc.integer({ min: 60, max: 560 }), (text, width) => {
        const lines = wrapText(text, width, BODY)
        const whole = wrapText(text, 1e9, BODY).join('')
        expect(lines.join('').replaceAll(' ', '')).toBe(whole.replaceAll(' ', ''))
        for (const line of lines) expect(textWidth(line, BODY)).toBeLessThanOrEqual(width)
      }),
    )
  })
})

describe('excerpt', () => {
  it('returns a short text as it is', () => {
    expect(excerpt('four words are enough', 21)).toBe('four words are enough')
  })

  it('ends a long text after a word and says how much is left out', () => {
    expect(excerpt('four words are enough', 16)).toBe('four words are… (7 more characters)')
  })

  it('counts what was left out before', () => {
    expect(excerpt('the beginning', 100, 20_000_013)).toBe('the beginning… (20,000,000 more characters)')
  })

  it('splits no surrogate pair', () => {
    expect(excerpt('😀'.repeat(10), 7)).toBe('😀😀😀… (14 more characters)')
  })
})

describe('escapeXml', () => {
  it('leaves no markup, entity or quote, and nothing that XML does not allow', () => {
    expect(escapeXml(`<script>"a"&'b'</script>\u0000\ufffe`)).toBe(
      String.raw`&lt;script&gt;&quot;a&quot;&amp;&#39;b&#39;&lt;/script&gt;\x00\ufffe`,
    )
  })
})
