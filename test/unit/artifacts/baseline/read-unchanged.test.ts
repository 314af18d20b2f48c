import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readBaseline } from '../../../../src/artifacts/baseline/baseline-file.ts'
import { readUnchanged } from '../../../../src/artifacts/baseline/read-unchanged.ts'

const empty = (version: string) => JSON.stringify({ schema_version: '2.0', version, sets: {} })

test('reads a baseline again where its file has changed', ({ onTestFinished }) => {
  const dir = mkdtempSync(join(tmpdir(), 'aios-baseline-'))
  onTestFinished(() => rmSync(dir, { recursive: true }))
  const path = join(dir, 'baseline.json')
  expect(readUnchanged(path)).toBeNull()
  for (const version of ['1.0.0', '1.0.1', '1.0.10']) {
    writeFileSync(path, empty(version))
    const read = readUnchanged(path)
    expect(read).toEqual(readBaseline(path))
    expect(readUnchanged(path)).toBe(read)
  }
  writeFileSync(path, '{')
  expect(() => readUnchanged(path)).toThrow('is not valid JSON')
  expect(() => readUnchanged(path)).toThrow('is not valid JSON')
  rmSync(path)
  expect(readUnchanged(path)).toBeNull()
})
