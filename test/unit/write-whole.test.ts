import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { writeWhole } from '../../src/write-whole.ts'
import { requires } from '../support/requires.ts'

const MODULE = join(import.meta.dirname, '../../src/write-whole.ts')

function temporaryFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'write-whole-'))
  onTestFinished(() => rmSync(dir, { recursive: true }))
  return dir
}

test('replaces the target of a link, and leaves no other file', () => {
  const dir = temporaryFolder()
  writeFileSync(join(dir, 'file'), 'before')
  symlinkSync('file', join(dir, 'link'))
  writeWhole(join(dir, 'link'), 'déjà')
  writeWhole(join(dir, 'new'), Buffer.from([0, 255]))
  expect(readFileSync(join(dir, 'file'), 'utf8')).toBe('déjà')
  expect(readFileSync(join(dir, 'new'))).toEqual(Buffer.from([0, 255]))
  expect(readdirSync(dir).sort()).toEqual(['file', 'link', 'new'])
})

requires('bash')('a file that is longer than the space that is left', () => {
  // The system writes the part that fits without an error, as on a disk that becomes full.
  test.for(["'x'.repeat(200_000)", "Buffer.alloc(200_000, 'x')"])(
    'is not replaced by a part of %s',
    async (content) => {
      const path = join(temporaryFolder(), 'file')
      writeFileSync(path, 'before')
      const script = `const { writeWhole } = await import(${JSON.stringify(MODULE)})
      writeWhole(${JSON.stringify(path)}, ${content})`
      const limited = `trap '' XFSZ; ulimit -f 100; exec "$@"`
      const node = [process.execPath, '--conditions=vitest-aios:source', '--input-type=module', '-e', script]
      await expect(promisify(execFile)('bash', ['-c', limited, 'bash', ...node])).rejects.toThrow(/EFBIG/)
      expect(readFileSync(path, 'utf8')).toBe('before')
      expect(readdirSync(join(path, '..'))).toEqual(['file'])
    },
  )
})
