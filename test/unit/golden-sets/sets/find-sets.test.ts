import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findGoldenSets } from '../../../../src/goldens/sets/find-sets.ts'
import { temporaryFolder } from '../../../support/folder.ts'

test('finds a golden set of any size, and leaves out large files of other data', () => {
  const folder = temporaryFolder()
  const golden = (id: string, question: string) => JSON.stringify({ id, question, trait: 'size' })
  writeFileSync(join(folder, 'large.json'), `[${golden('a', 'Short?')},${golden('b', 'x'.repeat(21_000_000))}]`)
  writeFileSync(join(folder, 'numbers.json'), `[${'1,'.repeat(11_000_000)}1]`)
  expect(findGoldenSets(folder)).toEqual([join(folder, 'large.json')])
})
