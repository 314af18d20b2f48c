import { describe, expect, test } from 'vitest'
import { checkSets, type LocatedSet, type RecordedReply } from '../../../../src/goldens/sets/check-sets.ts'
import type { Golden } from '../../../../src/goldens/golden.ts'

const golden = (id: string, question: string, more: Partial<Golden> = {}): Golden => ({
  id,
  question,
  trait: 't',
  ...more,
})

const setOf = (file: string, ...goldens: Golden[]): LocatedSet => ({
  file,
  goldens,
  placeOf: (index) => ({ line: index + 1, column: 3 }),
})

const found = (sets: LocatedSet[], replies: RecordedReply[] = []) =>
  checkSets(sets, replies).map(({ level, rule, file, line }) => `${level} ${rule} ${file}:${line}`)

describe('golden sets that are checked together', () => {
  test('have no findings where questions, ids and expectations differ', () => {
    const more = { messages: [{ role: 'user', content: 'Hi.' }] } satisfies Partial<Golden>
    expect(
      found([
        setOf('a', golden('x', 'How deep?'), golden('y', 'How deep?', more as Partial<Golden>)),
        setOf('b', golden('z', 'How far?')),
      ]),
    ).toEqual([])
  })

  test('have a question once, however it is written', () => {
    const sets = [
      setOf('a', golden('x', 'How deep?'), golden('y', 'how  deep?')),
      setOf('b', golden('z', 'How deep\u200b?')),
    ]
    expect(found(sets)).toEqual([
      'warning duplicate_question a:2',
      'warning duplicate_question b:1',
      'warning duplicate_question b:1',
    ])
    expect(checkSets(sets, [])[0]?.message).toContain('"y" repeats the question and the expectation of "x" at a:1:3')
    const [other] = checkSets([setOf('a', golden('x', 'q'), golden('y', 'q', { expect: { contains: 'a' } }))], [])
    expect(other?.message).toContain('"y" repeats the question of "x"')
  })

  test('do not contradict each other', () => {
    const sources = [
      golden('x', 'q', { expected_source: 'embedder' }),
      golden('y', 'q', { expected_source: 'main_model' }),
    ]
    expect(found([setOf('a', ...sources)])).toEqual(['error contradiction a:2'])
    const numbers = [1, 2].map((value) => golden(`n${value}`, 'q', { expect: { number: { value } } }))
    expect(found([setOf('a', ...numbers)])).toEqual(['error contradiction a:2'])
    const own = golden('x', 'q', { expect: { contains: 'red', excludes: 'red' } })
    expect(found([setOf('a', own)])).toEqual(['error contradiction a:1'])
    expect(found([setOf('a', own, golden('y', 'q'))])).toEqual([
      'error contradiction a:1',
      'warning duplicate_question a:2',
    ])
  })

  test('have an id in one set only', () => {
    expect(found([setOf('a', golden('x', 'q')), setOf('b', golden('x', 'r')), setOf('c', golden('x', 's'))])).toEqual([
      'warning duplicate_id b:1',
      'warning duplicate_id c:1',
    ])
  })

  test('have expectations that a recorded reply can miss', () => {
    const sets = [
      setOf(
        'a',
        golden('x', 'q', { expect: { excludes: 'banana' } }),
        golden('y', 'r', { expect: { contains: 'deep' } }),
        golden('z', 's'),
      ),
    ]
    const replies = ['Very deep.', 'Wide.'].map((text) => ({ golden: 'x', text }))
    expect(found(sets, replies)).toEqual(['warning cannot_fail a:1'])
    expect(found(sets, replies.slice(0, 1))).toEqual([])
    expect(checkSets(sets, replies)[0]?.message).toContain('2 replies to one golden')
    expect(found(sets, [...replies, { golden: 'y', text: 'A banana.' }])).toEqual([])
  })
})
