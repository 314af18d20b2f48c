import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { escapeMarkdown } from '../../src/provenance/markdown.ts'
import { printable } from '../../src/provenance/printable.ts'

const STEERING = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u

describe('printable', () => {
  test.each([
    ['colour and cursor', '\u001b[31mred\u001b[2J', String.raw`\x1b[31mred\x1b[2J`],
    ['C1 escape introducer', '\u009b31m', String.raw`\x9b31m`],
    ['bell, backspace, NUL, DEL', '\u0007\b\0\u007f', String.raw`\x07\x08\x00\x7f`],
    ['line ends and tabs', 'a\r\nb\tc', String.raw`a\r\nb\tc`],
    ['bidi override', 'a\u202egnp.exe', String.raw`a\u202egnp.exe`],
    ['zero-width', 'a\u200bb\ufeffc', String.raw`a\u200bb\ufeffc`],
    ['line separators', 'a\u2028b\u2029c', String.raw`a\u2028b\u2029c`],
    ['lone surrogates', 'a\ud83dx\ude00', String.raw`a\ud83dx\ude00`],
    ['invisible tags', 'a\u{e0041}', String.raw`a\u{e0041}`],
    ['honest text', 'Größe 5 > 4 — 日本語 😀 \\x1b', 'Größe 5 > 4 — 日本語 😀 \\x1b'],
  ])('%s', (_, text, shown) => {
    expect(printable(text)).toBe(shown)
  })

  test('keeps line breaks when asked, and nothing else', () => {
    expect(printable('a\r\nb\tc', { newlines: true })).toBe('a\\r\nb\\tc')
  })

  test('cuts and counts, without parting a character', () => {
    expect(printable('abcdef', { max: 4 })).toBe('abcd… (2 more characters)')
    expect(printable('abcd', { max: 4 })).toBe('abcd')
    expect(printable('a😀b', { max: 2 })).toBe('a… (3 more characters)')
    expect(printable('x'.repeat(20_000_000), { max: 3 })).toBe('xxx… (19999997 more characters)')
  })

  test('lets nothing through that steers a terminal, and changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.array(fc.integer({ min: 0, max: 0xffff })), (text, units) => {
        for (const hostile of [text, String.fromCharCode(...units)]) {
          const shown = printable(hostile)
          expect(shown).not.toMatch(STEERING)
          expect(printable(shown)).toBe(shown)
          expect(printable(hostile, { max: 3 })).not.toMatch(STEERING)
        }
      }),
    )
  })
})

describe('escapeMarkdown', () => {
  test.each([
    ['table cell', 'a|b', 'a&#124;b'],
    ['code', '`rm`', '&#96;rm&#96;'],
    ['html', '<img src=x onerror=alert(1)>', '&#60;img src&#61;x onerror&#61;alert&#40;1&#41;&#62;'],
    ['entity', '&lt;', '&#38;lt&#59;'],
    ['mention', '@octocat', '&#64;<!-- -->octocat'],
    ['reference', '#12', '&#35;<!-- -->12'],
    ['link', '[x](https://e.x)', '&#91;x&#93;&#40;https&#58;&#47;&#47;e&#46;x&#41;'],
    ['bare address', 'www.e.x', 'www&#46;e&#46;x'],
    ['line breaks', '\na\r\nb \n c\rd\n', 'a<br>b<br>c<br>d'],
    ['indented code', '    a    b', 'a b'],
    ['terminal escape', '\u001b[0m', '&#92;x1b&#91;0m'],
  ])('%s', (_, text, escaped) => {
    expect(escapeMarkdown(text)).toBe(escaped)
  })

  test('leaves no character that has a meaning in Markdown', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const plain = escapeMarkdown(text)
          .replaceAll('<br>', '')
          .replaceAll('<!-- -->', '')
          .replace(/&#\d+;/g, '')
        expect(plain).not.toMatch(/[!-/:-@[-`{-~]/)
        expect(plain).not.toMatch(STEERING)
      }),
    )
  })

  test('cuts before it escapes', () => {
    expect(escapeMarkdown('||||', { max: 1 })).toBe('&#124;… &#40;3 more characters&#41;')
  })
})
