import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { appendMissing } from '../../../src/provenance/append-missing.ts'
import { temporaryFolder } from '../../support/folder.ts'

function logs(text: string, currentText: string | null = null): { path: string; current: string } {
  const folder = temporaryFolder()
  const [path, current] = [join(folder, 'rotated.ndjson'), join(folder, 'provenance.ndjson')]
  writeFileSync(path, text)
  if (currentText !== null) writeFileSync(current, currentText)
  return { path, current }
}

test.for([1, 3, 7, 64, 1_000])('appends the lines that neither log has, in pieces of %i bytes', (pieceBytes) => {
  const { path, current } = logs(
    '{"first":1}\n{"ä":"a line that is longer than a piece"}\n\n{"c":3}\n',
    '{"d":4}\n{"e":5}',
  )
  const late =
    '{"c":3}\n{"new":1}\n{"d":4}\n{"ä":"a line that is longer than a piece"}\n{"e":5}\n{"first":1}\n{"new":1}\n'
  const before = readFileSync(path, 'utf8')
  appendMissing(Buffer.from(late), path, current, pieceBytes)
  expect(readFileSync(path, 'utf8')).toBe(`${before}{"new":1}\n{"new":1}\n`)
  expect(readFileSync(current, 'utf8')).toBe('{"d":4}\n{"e":5}')
})

test('begins a line of its own after a torn line, and leaves a complete log as it is', () => {
  const { path, current } = logs('{"a":1}\n{"torn')
  appendMissing(Buffer.from('{"b":2}\n'), path, current)
  appendMissing(Buffer.from('{"a":1}\n{"b":2}\n'), path, path)
  expect(readFileSync(path, 'utf8')).toBe('{"a":1}\n{"torn\n{"b":2}\n')
})
