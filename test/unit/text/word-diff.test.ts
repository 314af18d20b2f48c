import { describe, expect, test } from 'vitest'
import { wordDiff, wordDiffText } from '../../../src/text/word-diff.ts'

const shown = (before: string, after: string) => wordDiffText(wordDiff(before, after))

describe('a word diff', () => {
  test('marks the words that were removed and added', () => {
    expect(shown('The moon is grey.', 'The moon is bright grey.')).toBe('The moon is {+bright +}grey.')
    expect(shown('Fine, thanks.', 'Fine.')).toBe('Fine[-, thanks-].')
    expect(shown('same', 'same')).toBe('same')
    expect(shown('', 'new')).toBe('{+new+}')
  })

  test('knows words without spaces between them', () => {
    expect(wordDiff('我喜欢猫', '我喜欢狗').filter(({ kind }) => kind === 'same').length).toBeGreaterThan(0)
  })

  test('shortens what did not change', () => {
    const long = 'word '.repeat(200)
    expect(shown(`${long}one`, `${long}two`)).toMatch(/^ … [ word]{50,70}\[-one-\]\{\+two\+\}$/)
    expect(shown(`one ${long}`, `two ${long}`).length).toBeLessThan(100)
  })

  test('prints control characters as escapes', () => {
    expect(shown('a \u001b[2J b', 'a \u202e b')).not.toMatch(/[\u001b\u202e]/)
  })

  test('gives texts that differ in thousands of words as a whole', () => {
    const [before, after] = ['a', 'b'].map((letter) =>
      Array.from({ length: 3_000 }, (_, n) => `${letter}${n}`).join(' '),
    )
    expect(wordDiff(before ?? '', after ?? '').map(({ kind }) => kind)).toEqual(['removed', 'added'])
  })
})
