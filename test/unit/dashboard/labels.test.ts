import { describe, expect, test } from 'vitest'
import { labelIn } from '../../../src/dashboard/views/labels.ts'

const label = { message: 'm1', verdict: 'pass', by: 'Ada' }

describe('a label of a request', () => {
  test('is returned without surrounding blanks and without an empty reason', () => {
    expect(labelIn({ ...label, by: ' Ada ', why: '  ' })).toEqual(label)
    expect(labelIn({ ...label, why: ' wrong city ' })).toEqual({ ...label, why: 'wrong city' })
  })

  test('may have a name of any script', () => {
    for (const by of ['علی\u200cرضا', '山田', 'Zoë']) expect(labelIn({ ...label, by })).toMatchObject({ by })
  })

  test.each([
    'to\u200cAnswer',
    'to\u00adAnswer',
    'to\u180eAnswer',
    'te\ufe0fst',
    'hypothesis\u{e0041}',
    'TOANSWER',
    'Ask',
  ])('may not have the name %j, which looks like that of a judge', (by) => {
    expect(() => labelIn({ ...label, by })).toThrow('must not be the name of a judge')
  })

  test.each(['toAnswer\u061c', 'Ada\u2028toAnswer', 'Ada\u2029Grace', 'Ada\u2066toAnswer', 'Ada\u2064'])(
    'may not have the name %j, which is shown in another order, on two lines or with blanks',
    (by) => {
      expect(() => labelIn({ ...label, by })).toThrow('must not contain control characters')
    },
  )

  test.each([
    ['an unknown property', { ...label, run_id: 'r' }, 'unknown property "run_id"'],
    ['a missing message', { ...label, message: undefined }, '"message" must be a message id'],
    ['a message that is a number', { ...label, message: 1 }, '"message" must be a message id'],
    ['an unknown verdict', { ...label, verdict: 'unsure' }, '"verdict" must be one of pass, fail, unjudged'],
    ['a blank name', { ...label, by: ' ' }, '"by" must be the name of a person'],
    ['a long name', { ...label, by: 'a'.repeat(101) }, 'of at most 100 characters'],
    ['the name of a judge', { ...label, by: 'toAnswer' }, 'must not be the name of a judge'],
    ['a name with a control character', { ...label, by: 'A\u0000da' }, 'must not contain control characters'],
    ['a name that looks like a judge', { ...label, by: 'to\u200bAnswer' }, 'must not contain control characters'],
    ['a name that is turned round', { ...label, by: '\u202erewsnAot' }, 'must not contain control characters'],
    ['a long reason', { ...label, why: 'a'.repeat(2_001) }, 'of at most 2000 characters'],
  ])('rejects %s', (_, body, message) => {
    expect(() => labelIn(body)).toThrow(message)
  })
})
