import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { datedCopies, datedCopy } from '../../src/dated-copy.ts'

test('lists the copies of a file alone, without folders and links to nothing of such names', () => {
  const dir = mkdtempSync(join(tmpdir(), 'aios-copy-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  const path = join(dir, 'baseline.json')
  writeFileSync(path, '{}')
  const copy = datedCopy(path)
  mkdirSync(join(dir, 'baseline.20260102T000000000Z.json'))
  symlinkSync('nothing', join(dir, 'baseline.20260103T000000000Z.json'))
  symlinkSync('baseline.json', join(dir, 'baseline.20260104T000000000Z.json'))
  expect(datedCopies(path).map((each) => each.path)).toEqual([join(dir, 'baseline.20260104T000000000Z.json'), copy])
})
