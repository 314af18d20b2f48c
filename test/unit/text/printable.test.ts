import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { escapeMarkdown } from '../../../src/text/markdown.ts'
import { printable, printableJson } from '../../../src/text/printable.ts'

const STEERING = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u

describe('printableJson', () => {
  test.each([[undefined], [2]])('parses to the same value and steers no terminal, with indent %s', (indent) => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const value = { text: `\u009b31m\u202e\u{e0041}${text}` }
        const printed = printableJson(value, indent)
        expect(JSON.parse(printed)).toEqual(value)
        expect(printed.replaceAll('\n', '')).not.toMatch(STEERING)
      }),
    )
  })
})

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
    ['table cell', 'a|b', String.raw`a\|b`],
    ['table cell after a backslash', String.raw`a\|b`, String.raw`a\\\|b`],
    ['code', '`rm`', '\\`rm\\`'],
    ['html', '<img src=x onerror=alert(1)>', '&lt;img src=x onerror=alert(1)>'],
    ['comment', '<!-- x -->', '&lt;!-- x -->'],
    ['entity', '&lt; &#60; a & b', '\\&lt; \\&#<!-- -->60; a & b'],
    ['mention', '@octocat a@b.c', '@<!-- -->octocat a@<!-- -->b.c'],
    ['reference', '#12 o/r#7 GH-3', '\\#<!-- -->12 o/r#<!-- -->7 GH-<!-- -->3'],
    ['link', '![x](https://e.x)', String.raw`!\[x](https\://e.x)`],
    ['bare address', 'www.e.x HTTP://e.x', String.raw`www\.e.x HTTP\://e.x`],
    ['emphasis', '*a* _b_ __c__ ~~d~~', String.raw`\*a\* \_b\_ \_\_c\_\_ \~\~d\~\~`],
    ['mathematics', '$x$', '&#36;x&#36;'],
    ['heading', '# a', String.raw`\# a`],
    ['quote', '> a', String.raw`\> a`],
    ['lists', '- a', String.raw`\- a`],
    ['numbered list', '12) a', String.raw`12\) a`],
    ['rule', '---', String.raw`\---`],
    ['line breaks', '\na\r\nb \n c\rd\n', 'a<br>b<br>c<br>d'],
    ['indented code', '    a    b', 'a b'],
    ['terminal escape', '\u001b[0m', String.raw`\\x1b\[0m`],
  ])('%s', (_, text, escaped) => {
    expect(escapeMarkdown(text)).toBe(escaped)
  })

  test.each([
    'latency 75 ms -> 81 ms (+8.0 %, limit +25), n 2: pass; "main_model" 50 %',
    'live: answered in 3.5 s, as it should!',
    'costs $5 & more; 100% {a} = b + c',
  ])('keeps ordinary text as it is: %s', (text) => {
    expect(escapeMarkdown(text)).toBe(text)
  })

  test('leaves no character alone that has a meaning in Markdown', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...SYNTAX), { maxLength: 12 }), (parts) => {
        const plain = escapeMarkdown(parts.join(''))
          .replaceAll('<br>', '\n')
          .replaceAll('<!-- -->', '\0')
          .replace(/\\[!-/:-@[-`{-~]/g, '\u0001')
        expect(plain).not.toMatch(/[\\`*[<|~]|&(?!#36;|lt;)[#a-z]|:\/\/|www\.|@(?=[^\0\s])|(?<!&)#\d|\bGH-\d|^[#>+=-]/i)
        expect(plain).not.toMatch(/(^|[^a-z\d_])_|_([^a-z\d_]|$)/i)
      }),
    )
  })

  test('lets no text steer a terminal', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(escapeMarkdown(text)).not.toMatch(STEERING)
      }),
    )
  })

  test('cuts before it escapes', () => {
    expect(escapeMarkdown('||||', { max: 1 })).toBe(String.raw`\|… (3 more characters)`)
  })
})

const SYNTAX = [
  ...Array.from('\\`*_[]()<>|~&#@:!$+-=\n a1.;'),
  '://',
  'http',
  'www.',
  'amp;',
  '#12',
  'GH-1',
  '```',
  '<b>',
  '---',
]
