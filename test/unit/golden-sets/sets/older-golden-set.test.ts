import { describe, expect, test } from 'vitest'
import { fingerprint } from '../../../../src/goldens/fingerprint.ts'
import { judgeGolden } from '../../../../src/goldens/judge-golden.ts'
import { parseGoldenSet } from '../../../../src/goldens/sets/golden-set.ts'

const first = {
  id: 'weather_1',
  question: 'Is it raining?',
  trait: 'general',
  expected_tier: 'trivial_low',
  expected_source: 'embedder',
  description: 'Goes to the embedder',
}

describe("the runbook's golden set", () => {
  const [golden] = parseGoldenSet(`\ufeff${JSON.stringify([first], null, 2).replaceAll('\n', '\r\n')}`, 'set.json')
  if (golden === undefined) throw new Error('there is no golden')

  test('is read with its further keys, which leave its fingerprint as it is', () => {
    expect(golden).toEqual(first)
    const { id, question, trait } = first
    expect(fingerprint(golden)).toBe(fingerprint({ id, question, trait }))
  })

  test.each([
    ['embedder', 'No.', []],
    ['main_model', 'No.', ['a reply of embedder (expected_source)']],
    [null, 'No.', []],
    ['main_model', ' ', [expect.any(String), 'a reply of embedder (expected_source)']],
  ] as const)('expects its source: a reply of %s', (source, reply, misses) => {
    const judgement = judgeGolden(reply, golden, source)
    expect(judgement.passed ? [] : judgement.misses.map(({ expected }) => expected)).toEqual(misses)
  })

  test('rejects a source that does not exist', () => {
    const wrong = JSON.stringify([{ ...first, expected_source: 'cache' }])
    expect(() => parseGoldenSet(wrong, 'set.json')).toThrow(
      'expected_source is the text "cache"; it must be main_model or embedder',
    )
  })
})

test.each([
  ['rain', 'r\u0430in'],
  ['a b', 'a\u00a0b'],
  ['one', 'one\u200d'],
  ['Ⅳ', 'IV'],
  ['Хa', 'Xa'],
])('rejects ids that look the same: %s and %s', (one, other) => {
  const set = [one, other].map((id) => ({ id, question: 'Why?', trait: 'general' }))
  expect(() => parseGoldenSet(JSON.stringify(set), 'set.json')).toThrow(/looks the same as .*, first at 1:\d+/)
})

test.each([
  ['a', 'A'],
  ['rain', 'ruin'],
  ['дом', 'дым'],
  ['q1', 'q11'],
])('accepts ids that differ: %s and %s', (one, other) => {
  const set = [one, other].map((id) => ({ id, question: 'Why?', trait: 'general' }))
  expect(parseGoldenSet(JSON.stringify(set), 'set.json')).toHaveLength(2)
})

test.each(['a\u001b[2J', 'a\u0000b', 'two\nlines', 'a\u202eb', '\u009b31mred'])(
  'rejects an id with control characters: %j',
  (id) => {
    const set = JSON.stringify([{ id, question: 'Why?', trait: 'x' }])
    expect(() => parseGoldenSet(set, 'set.json')).toThrow(/the id "[ -~]*" has control characters/)
  },
)
