import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { judge } from '../../../../src/goldens/expectation.ts'
import type { Expectation } from '../../../../src/goldens/golden.ts'
import { patternProblem } from '../../../../src/goldens/phrases/pattern.ts'

const passes = (reply: string, matches: NonNullable<Expectation['matches']>) => judge(reply, { matches }).passed

describe('matches', () => {
  test('ignores case unless flags are given', () => {
    expect(passes('PASS', 'pass')).toBe(true)
    expect(passes('PASS', { pattern: 'pass' })).toBe(true)
    expect(passes('PASS', { pattern: 'pass', flags: '' })).toBe(false)
    expect(passes('PASS', { pattern: 'PASS', flags: '' })).toBe(true)
  })

  test('takes the flags s, m and v', () => {
    expect(passes('a\nb', { pattern: 'a.b' })).toBe(false)
    expect(passes('a\nb', { pattern: 'a.b', flags: 's' })).toBe(true)
    expect(passes('a\nb', { pattern: '^b$', flags: 'm' })).toBe(true)
    expect(passes('b', { pattern: '^[[a-z]--[aeiou]]$', flags: 'v' })).toBe(true)
    expect(passes('a', { pattern: '^[[a-z]--[aeiou]]$', flags: 'v' })).toBe(false)
  })

  test('has Unicode classes with any flags', () => {
    expect(passes('É', { pattern: String.raw`^\p{Lu}$`, flags: '' })).toBe(true)
  })

  test('wants each of several patterns, and names those that are missing', () => {
    expect(passes('red and blue', ['blue', { pattern: '^red', flags: '' }])).toBe(true)
    const judgement = judge('red', { matches: ['blue', 'red', { pattern: '^Red', flags: 'm' }] })
    expect(judgement).toEqual({
      passed: false,
      misses: [
        { expectation: 'matches', expected: 'to match /blue/iu', found: '"red"' },
        { expectation: 'matches', expected: 'to match /^Red/mu', found: '"red"' },
      ],
    })
  })
})

describe('the problem of an invalid pattern', () => {
  test.for<[pattern: string, fault: string]>([
    [String.raw`\d+\m`, String.raw`invalid escape "\m" at character 4`],
    [String.raw`well\-known`, String.raw`invalid escape "\-" at character 5`],
    [String.raw`[\d\_]`, String.raw`invalid escape "\_" at character 4`],
    [String.raw`\u{110000}`, String.raw`invalid escape "\u{110000}" at character 1`],
    [String.raw`a\x1`, String.raw`invalid escape "\x1" at character 2`],
    [String.raw`\p{Klingon}`, String.raw`invalid escape "\p{Klingon}" at character 1`],
    [String.raw`(a)\2`, String.raw`invalid escape "\2" at character 4`],
    [String.raw`(?<year>\d)\k<yaer>`, String.raw`invalid escape "\k<yaer>" at character 12`],
    ['end\\', String.raw`invalid escape "\" at character 4: nothing follows it`],
    ['a(b[c]', '"(" at character 2 is not closed'],
    ['a[(', '"[" at character 2 is not closed'],
    ['a)b', 'unmatched ")" at character 2'],
    ['a**', 'Nothing to repeat at character 3'],
    ['[a-z][z-a]x', 'Range out of order in character class at character 9'],
    [String.raw`(a)(b)\3`, String.raw`invalid escape "\3" at character 7`],
    [String.raw`(a)[\1]`, String.raw`invalid escape "\1" at character 5`],
    [String.raw`(?<y>\d)[\k<y>]`, String.raw`invalid escape "\k<y>" at character 10`],
    [String.raw`(?<y>\d)\k<y>\m`, String.raw`invalid escape "\m" at character 14`],
    [String.raw`(?<year>\d)\k<year>(`, '"(" at character 20 is not closed'],
    [String.raw`(a)(b)\2\m`, String.raw`invalid escape "\m" at character 9`],
    [String.raw`(?<a>b)(?=c)\2`, String.raw`invalid escape "\2" at character 13`],
    [String.raw`\u{}`, String.raw`invalid escape "\u{}" at character 1`],
    [String.raw`\u12`, String.raw`invalid escape "\u12" at character 1`],
    [String.raw`\u1234\x41\p{L}\cA\m`, String.raw`invalid escape "\m" at character 19`],
    [String.raw`\p{}`, String.raw`invalid escape "\p{}" at character 1`],
    [String.raw`(?<a>x)\k<>`, String.raw`invalid escape "\k<>" at character 8`],
    ['(a))', 'unmatched ")" at character 4'],
    ['[)](', '"(" at character 4 is not closed'],
    ['[[](', '"(" at character 4 is not closed'],
    ['[](]', '"(" at character 3 is not closed'],
    [String.raw`(a)\10`, String.raw`invalid escape "\10" at character 4`],
    [String.raw`(a)(b)(c)(d)(e)\6`, String.raw`invalid escape "\6" at character 16`],
    [String.raw`\2`, String.raw`invalid escape "\2" at character 1`],
    [String.raw`\1`, String.raw`invalid escape "\1" at character 1`],
    [String.raw`\u`, String.raw`invalid escape "\u" at character 1`],
    [String.raw`\x`, String.raw`invalid escape "\x" at character 1`],
    [String.raw`\ug`, String.raw`invalid escape "\u" at character 1`],
    [String.raw`\xg`, String.raw`invalid escape "\x" at character 1`],
    ['(?<a[>b)](', '"(" at character 10 is not closed'],
    ['[a)]](', '"(" at character 6 is not closed'],
    ['[(])', 'unmatched ")" at character 4'],
    [String.raw`[\-]\-`, String.raw`invalid escape "\-" at character 5`],
    [`\\p{${'a'.repeat(36)}}`, `invalid escape "\\p{${'a'.repeat(36)}}" at character 1`],
    [`\\p{${'a'.repeat(37)}}`, `invalid escape "\\p{${'a'.repeat(37)}…" at character 1`],
  ])('of %j is %s', ([pattern, fault]) => {
    expect(patternProblem({ pattern, flags: 'iu' })).toBe(fault)
  })

  test('in a nested class, which needs the flag v', () => {
    expect(patternProblem({ pattern: '[a[b]', flags: 'v' })).toBe('"[" at character 1 is not closed')
    expect(patternProblem({ pattern: '[a[b](', flags: 'u' })).toBe('"(" at character 6 is not closed')
  })

  test('is found exactly where JavaScript finds one', () => {
    const pattern = fc.oneof(
      fc.string({
        unit: fc.constantFrom(...String.raw`\\()[]{}-+*?<>:=!^$.|/0123aduwxpkcbq_`.split('')),
        maxLength: 12,
      }),
      fc.string({ unit: 'binary', maxLength: 6 }),
    )
    fc.assert(
      fc.property(pattern, fc.constantFrom('iu', 'u', 'sv', 'gi'), (pattern, flags) => {
        let valid = true
        try {
          void new RegExp(pattern, flags)
        } catch {
          valid = false
        }
        expect(patternProblem({ pattern, flags }) === null).toBe(valid)
      }),
      { numRuns: 1000 },
    )
  })
})
