import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { excerpt } from '../../../src/goldens/excerpt.ts'
import { fingerprint } from '../../../src/goldens/fingerprint.ts'
import { judgeGolden } from '../../../src/goldens/judge-golden.ts'
import { judge } from '../../../src/goldens/expectation.ts'
import type { Expectation } from '../../../src/goldens/golden.ts'

function passes(reply: string, expectation?: Expectation): boolean {
  return judge(reply, expectation).passed
}

function misses(reply: string, expectation?: Expectation): string[] {
  const judgement = judge(reply, expectation)
  if (judgement.passed) return []
  return judgement.misses.map((miss) => `${miss.expectation}: expected ${miss.expected}; found ${miss.found}`)
}

test('a pattern that takes exponential time fails, and says so', () => {
  const [miss = ''] = misses(`${'a'.repeat(60)}!`, { matches: '^(a+)+$' })
  expect(miss).toContain('found no end of the search after 1000 ms in "aaa')
  expect(passes('a'.repeat(60), { matches: '^(a+)+$' })).toBe(true)
})

describe('words', () => {
  test.for<[reply: string, phrase: string]>([
    ['The capital is **Paris**.', 'paris'],
    ['Il s’appelle Élan', 'elan'],
    ['New\n  York City', 'new york'],
    ['2+2=4', '4'],
    ['It costs 1,234.50 dollars', '1234.50'],
    ['20°C outside', '20 °C'],
    ['I write C++', 'C++'],
    ['I write C#.', 'C#'],
    ['a + b', '+'],
    ['Hello!', '!'],
    ['首都は東京です。', '東京'],
    ['수도는 서울은', '서울'],
    ['ＡＢＣ', 'abc'],
    ['Die Straße', 'STRASSE'],
    ['İstanbul', 'istanbul'],
    ['H₂O', 'H2O'],
  ])('%j contains %j', ([reply, phrase]) => {
    expect(passes(reply, { contains: phrase })).toBe(true)
    expect(passes(reply, { excludes: phrase })).toBe(false)
  })

  test.for<[reply: string, phrase: string]>([
    ['14', '4'],
    ['4.5', '4'],
    ['-4', '4'],
    ['4', '-4'],
    ['1,234', '234'],
    ['a comparison', 'Paris'],
    ['I write C#', 'C'],
    ['New Yorkers', 'new york'],
    ['Hello.', '!'],
    ['각', '가'],
  ])('%j does not contain %j', ([reply, phrase]) => {
    expect(passes(reply, { contains: phrase })).toBe(false)
    expect(passes(reply, { excludes: phrase })).toBe(true)
  })

  test('a reply meets itself, with more around it, and without regard to case and space', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        fc.pre(text.trim() !== '')
        expect(misses(text, { equals: text, contains: text, anyOf: [text] })).toEqual([])
        expect(misses(` ${text}\n`, { equals: text })).toEqual([])
        expect(misses(`so: ${text} indeed`, { contains: text })).toEqual([])
        expect(passes(text, { excludes: text })).toBe(false)
      }),
    )
  })
})

describe('numbers', () => {
  test('tolerance is absolute and includes its ends', () => {
    expect(passes('3.15', { number: { value: 3.14, tolerance: 0.01 } })).toBe(true)
    expect(passes('3.16', { number: { value: 3.14, tolerance: 0.01 } })).toBe(false)
    expect(passes('9007199254740990', { number: { value: 9007199254740991 } })).toBe(false)
  })
})

describe('JSON', () => {
  const schema = { type: 'object', required: ['name'], properties: { name: { type: 'string' } } }

  test('stands alone or in the one fenced block', () => {
    expect(passes(' {"name": "Anna"} ', { json: schema })).toBe(true)
    expect(passes('Here it is:\n```json\n{"name": "Anna"}\n```\nDone.', { json: schema })).toBe(true)
    expect(passes('```\n{"name": "A"}\n```\n```\n{"name": "B"}\n```', { json: schema })).toBe(false)
    expect(passes('Here it is: {"name": "Anna"}', { json: schema })).toBe(false)
    expect(passes('null', { json: true })).toBe(true)
  })

  test('schemas with the same $id do not meet, and references inside one are found', () => {
    const named = (type: string) => ({ $id: 'same', $defs: { it: { type } }, $ref: '#/$defs/it' })
    expect(passes('1', { json: named('number') })).toBe(true)
    expect(passes('"1"', { json: named('string') })).toBe(true)
    expect(passes('1', { json: named('string') })).toBe(false)
    expect(() => passes('1', { json: named('no such type') })).toThrow('must be equal to one of the allowed values')
    expect(() => passes('1', { json: { $id: 'https://json-schema.org/draft/2020-12/schema' } })).toThrow(
      'already exists',
    )
    expect(passes('true', { json: named('boolean') })).toBe(true)
  })

  test('a schema that refers to itself survives a reply that is nested without end', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
    expect(misses(deep, { json: { type: 'array', items: { $ref: '#' } } })).toMatchInlineSnapshot(`
      [
        "json: expected to be JSON that fits the schema; found the whole is nested too deeply to be checked: "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[ … ]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]"",
      ]
    `)
  })
})

test('a blank reply never passes, any other does when nothing is expected', () => {
  expect(misses(' \n', undefined)).toMatchInlineSnapshot(`
    [
      "reply: expected to say something; found a blank reply",
    ]
  `)
  expect(passes('', { excludes: 'x' })).toBe(false)
  expect(passes('x', undefined)).toBe(true)
})

test('length counts characters, not halves of them', () => {
  expect(passes('  👍👍 ', { minLength: 2, maxLength: 2 })).toBe(true)
  expect(passes('👍', { minLength: 2 })).toBe(false)
})

test('a regular expression sees the reply as it is, and no more of it than it can bear', () => {
  expect(passes('A-B', { matches: '^a-b$' })).toBe(true)
  expect(passes(`${'x'.repeat(100_000)}y`, { matches: 'y' })).toBe(false)
  expect(passes(`y${'x'.repeat(100_000)}`, { matches: 'y' })).toBe(true)
})

test('every miss in words', () => {
  const reply =
    'The capital of "France" is \u001b[31mLyon\u001b[0m, I am sorry to say: it has 500,000 people, more or less.'
  expect(
    misses(reply, {
      contains: ['Paris', 'France', 'the "Seine"'],
      anyOf: ['Île', 'river'],
      equals: 'Paris',
      matches: String.raw`^\w+$`,
      number: { value: 2_000_000, tolerance: 100 },
      json: true,
      minLength: 200,
      excludes: ['sorry', 'London'],
    }),
  ).toMatchInlineSnapshot(`
    [
      "contains: expected to contain "Paris"; found "The capital of \\"France\\" is \\x1b[31mLyon\\x1b[0m, I am sorry to say: it has 500,000 people, more or less."",
      "contains: expected to contain "the \\"Seine\\""; found "The capital of \\"France\\" is \\x1b[31mLyon\\x1b[0m, I am sorry to say: it has 500,000 people, more or less."",
      "anyOf: expected to contain any of "Île", "river"; found "The capital of \\"France\\" is \\x1b[31mLyon\\x1b[0m, I am sorry to say: it has 500,000 people, more or less."",
      "equals: expected to be "Paris"; found "The capital of \\"France\\" is \\x1b[31mLyon\\x1b[0m, I am sorry to say: it has 500,000 people, more or less."",
      "excludes: expected not to contain "sorry"; found "The capital of \\"France\\" is \\x1b[31mLyon\\x1b[0m, I am sorry to say: it has 500,000 people, more or less."",
      "matches: expected to match /^\\w+$/iu; found "The capital of \\"France\\" is \\x1b[31mLyon\\x1b[0m, I am sorry to say: it has 500,000 people, more or less."",
      "number: expected to answer with the number 2000000 (within 100); found the number 500000 in "The capital of \\"France\\" is \\x1b[31mLyon\\x1b[0m, I am sorry to say: it has 500,000 people, more or less."",
      "json: expected to be JSON; found no JSON: "The capital of \\"France\\" is \\x1b[31mLyon\\x1b[0m, I am sorry to say: it has 500,000 people, more or less."",
      "minLength: expected to have at least 200 characters; found 97 characters: "The capital of \\"France\\" is \\x1b[31mLyon\\x1b[0m, I am sorry to say: it has 500,000 people, more or less."",
    ]
  `)
  expect(misses('{"a": 1, "b\\u001b": 2}', { json: { required: ['c'], additionalProperties: false }, maxLength: 5 }))
    .toMatchInlineSnapshot(`
      [
        "json: expected to be JSON that fits the schema; found the whole must have required property 'c'; the whole must NOT have additional properties (a); the whole must NOT have additional properties (b\\x1b): "{\\"a\\": 1, \\"b\\\\u001b\\": 2}"",
        "maxLength: expected to have at most 5 characters; found 22 characters: "{\\"a\\": 1, \\"b\\\\u001b\\": 2}"",
      ]
    `)
})

test.for<[expectation: Expectation, ...misses: string[]]>([
  [{ anyOf: ['a', 'b'] }, 'anyOf: expected to contain any of "a", "b"; found "no"'],
  [{ equals: 'yes' }, 'equals: expected to be "yes"; found "no"'],
  [{ contains: 'yes' }, 'contains: expected to contain "yes"; found "no"'],
  [{ excludes: 'no' }, 'excludes: expected not to contain "no"; found "no"'],
  [{ number: { value: 0 } }, 'number: expected to answer with the number 0; found no answer in numbers in "no"'],
  [{ minLength: 3 }, 'minLength: expected to have at least 3 characters; found 2 characters: "no"'],
  [{ maxLength: 1 }, 'maxLength: expected to have at most 1 characters; found 2 characters: "no"'],
  [{ minLength: 2, maxLength: 2 }],
])('a single expectation, %j, names what it misses', ([expectation, ...missed]) => {
  expect(misses('no', expectation)).toEqual(missed)
})

test('a number without a tolerance is exact', () => {
  expect(misses('It is 4.', { number: { value: 4 } })).toEqual([])
  expect(misses('It is 4.5.', { number: { value: 4 } })).toHaveLength(1)
})

test('a reply that is one character too long fails', () => {
  expect(passes('a'.repeat(10), { maxLength: 10 })).toBe(true)
  expect(passes('a'.repeat(11), { maxLength: 10 })).toBe(false)
  expect(passes('\u{10000}', { maxLength: 1 })).toBe(true)
})

test('a regular expression sees 100,000 characters, and its miss says so for longer replies', () => {
  const reply = (length: number) => `${'x'.repeat(length - 1)}y`
  expect(passes(reply(100_000), { matches: 'y' })).toBe(true)
  expect(misses(reply(100_000), { matches: 'z' })[0]).toMatch(/xy"$/)
  expect(misses(reply(100_001), { matches: 'y' })[0]).toMatch(/xy", in the first 100000 of 100001 characters$/)
})

test('JSON that misses its schema in many ways shows three of them', () => {
  const [miss = ''] = misses('{}', { json: { required: ['a', 'b', 'c', 'd'] } })
  expect(
    miss
      .split('; ')
      .slice(1)
      .map((part) => part.slice(0, 53)),
  ).toEqual([
    "found the whole must have required property 'a'",
    "the whole must have required property 'b'",
    `the whole must have required property 'c': "{}"`,
  ])
})

test('an excerpt shows 100 characters', () => {
  expect(excerpt(` ${'a'.repeat(100)} `)).toBe(`"${'a'.repeat(100)}"`)
  expect(excerpt('a'.repeat(101))).toBe(`"${'a'.repeat(67)} … ${'a'.repeat(33)}"`)
})

test('a golden without an expected source takes a reply of any source', () => {
  const golden = { id: 'a', question: 'Why?', trait: 'x' }
  expect(judgeGolden('no', golden, 'main_model')).toEqual({ passed: true })
})

test('a fingerprint stays what it was in earlier versions, which baselines hold', () => {
  const expectation: Expectation = { contains: ['b', 'c'], json: { const: null } }
  const golden = { id: 'a', question: 'Why?', trait: 'x', expect: expectation }
  expect(fingerprint(golden)).toBe('55e6029903a5')
})
