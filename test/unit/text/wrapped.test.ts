import { styleText } from 'node:util'
import { describe, expect, test } from 'vitest'
import { cutToWidth, textWidth } from '../../../src/text/text-width.ts'
import { reflowed, wrapped } from '../../../src/text/wrapped.ts'

test('counts the columns of a terminal, not characters', () => {
  expect(textWidth('plain')).toBe(5)
  expect(textWidth(styleText('red', 'plain', { validateStream: false }))).toBe(5)
  expect(textWidth('東京')).toBe(4)
  expect(textWidth('ﾊ한글')).toBe(5)
  expect(textWidth('e\u0301a\u200b')).toBe(2)
  expect(textWidth('👍 ok')).toBe(5)
})

test('cuts at columns, never within a character', () => {
  expect(cutToWidth('東京都', 5)).toBe('東京…')
  expect(cutToWidth('東京都', 6)).toBe('東京都')
  expect(cutToWidth('👍👍👍', 4)).toBe('👍…')
})

describe('reflowed', () => {
  test('breaks long lines at spaces, and continues below their beginning', () => {
    expect(reflowed('note: a line that is longer than the terminal\n-> do this, or that other thing', 26)).toBe(
      'note: a line that is\nlonger than the terminal\n-> do this, or that other\n   thing',
    )
    expect(reflowed('  an indented line of several words', 24)).toBe('  an indented line of\n    several words')
  })

  test('continues a command as a shell reads it', () => {
    const command = `  aios goldens add --from MSG_ID --expect '{"number": {"value": 12}}'`
    const lines = reflowed(command, 40).split('\n')
    expect(lines.every((line) => textWidth(line) <= 42)).toBe(true)
    expect(lines.map((line) => line.replace(/ \\$/, '').trim()).join(' ')).toBe(command.trim())
    expect(lines.slice(0, -1).every((line) => line.endsWith(' \\'))).toBe(true)
    expect(lines.some((line) => line.includes(`'{"number": {"value": 12}}'`))).toBe(true)
  })

  test('leaves lines that fit, and everything where there is no terminal', () => {
    const text = '  two   columns\n\n| a'
    expect(reflowed(text, 24)).toBe(text)
    expect(reflowed('x '.repeat(100), Infinity)).toBe('x '.repeat(100))
  })
})

test('keeps the label of a wrapped text in its columns, also where it is coloured', () => {
  const label = styleText('red', 'label', { validateStream: false })
  const [first = '', second = ''] = wrapped('one two three four five six seven', {
    label,
    indent: 8,
    columns: 36,
  }).split('\n')
  expect(first.indexOf('one')).toBe(label.length + 3)
  expect(second.indexOf('seven')).toBe(8)
})
