import { expect, test } from 'vitest'
import { announcement } from '../../../reporters/announcement.ts'

const LINE = 'live: http://127.0.0.1:1234/v1 (LM Studio) has both models; latencies are measured'

test('wraps a long line at words, and indents what follows', () => {
  expect(announcement('', LINE, 50)).toBe(
    ['aios  live: http://127.0.0.1:1234/v1 (LM Studio)', '      has both models; latencies are measured'].join('\n'),
  )
})

test('keeps a short line, names the part of a run, and keeps line breaks', () => {
  expect(announcement('', LINE, 120)).toBe(`aios  ${LINE}`)
  expect(announcement('pkg', 'one\ntwo', 80)).toBe('aios  pkg: one\n      two')
})
