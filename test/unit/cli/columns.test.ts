import { expect, test } from 'vitest'
import { columns } from '../../../src/cli/columns.ts'
import { textWidth } from '../../../src/text/text-width.ts'

const rows = [
  ['capital-of-france', '3/3 pass', 'What is the capital of France, and since when has it been the capital?'],
  ['東京', '12/3 pass', 'short'],
]

test('aligns columns, numbers to the right', () => {
  expect(columns(rows, { width: Infinity, right: [1] })).toEqual([
    'capital-of-france   3/3 pass  What is the capital of France, and since when has it been the capital?',
    '東京               12/3 pass  short',
  ])
})

test.each([120, 80, 60, 50, 40, 30])('fits %i columns without a cut and without a break within a word', (width) => {
  const lines = columns(rows, { width, indent: 2 })
  for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(width)
  const words = lines.join(' ').split(/\s+/)
  for (const word of rows.flat().flatMap((cell) => cell.split(' '))) expect(words).toContain(word)
})

test('prints rows as paragraphs where the words of a row do not fit', () => {
  const path = '/a/very/long/path/that/is/one/word'
  expect(columns([['deleted', path, path]], { width: 50 })).toEqual([`deleted  ${path}`, `    ${path}`])
})
