import { execFile } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, onTestFinished, test } from 'vitest'
import { writeWhole } from '../../src/write-whole.ts'
import { requires } from '../support/requires.ts'

const MODULE = join(import.meta.dirname, '../../src/write-whole.ts')

/** Arguments of Node before a script. */
const EVALUATES = ['--conditions=vitest-aios:source', '--input-type=module', '-e']

/** A user id that owns no file. */
const OTHER_USER = 65_534

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

describe.skipIf(process.getuid === undefined)('a user without all rights', () => {
  /** Runs a statement as the owner of `dir/file`. Root may write to any file. */
  function asOwner(dir: string, statement: string): Promise<unknown> {
    const isRoot = process.getuid?.() === 0
    for (const name of isRoot ? [dir, join(dir, 'file')] : []) chownSync(name, OTHER_USER, OTHER_USER)
    const script = `const { assertWritable, writeWhole } = await import(${JSON.stringify(MODULE)})
    ${isRoot ? `process.setgid(${OTHER_USER}); process.setuid(${OTHER_USER})` : ''}
    ${statement}`
    return promisify(execFile)(process.execPath, [...EVALUATES, script])
  }

  test('replaces a read-only file, and keeps its mode', async () => {
    const dir = temporaryFolder()
    const path = join(dir, 'file')
    writeFileSync(path, 'before')
    chmodSync(path, 0o440)
    await asOwner(dir, `writeWhole(${JSON.stringify(path)}, 'after')`)
    expect(readFileSync(path, 'utf8')).toBe('after')
    expect(statSync(path).mode & 0o777).toBe(0o440)
    expect(readdirSync(dir)).toEqual(['file'])
  })

  test('is told that a folder cannot be written, before there is content', async () => {
    const dir = temporaryFolder()
    writeFileSync(join(dir, 'file'), 'before')
    chmodSync(join(dir, 'file'), 0o400)
    for (const name of ['file', 'new', 'folder/in/it']) {
      const statement = `assertWritable(${JSON.stringify(join(dir, name))})`
      chmodSync(dir, 0o700)
      await asOwner(dir, statement)
      chmodSync(dir, 0o500)
      await expect(asOwner(dir, statement)).rejects.toThrow(`cannot write ${join(dir, name)}: EACCES`)
    }
    expect(readdirSync(dir)).toEqual(['file'])
  })
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
      const node = [process.execPath, ...EVALUATES, script]
      await expect(promisify(execFile)('bash', ['-c', limited, 'bash', ...node])).rejects.toThrow(/EFBIG/)
      expect(readFileSync(path, 'utf8')).toBe('before')
      expect(readdirSync(join(path, '..'))).toEqual(['file'])
    },
  )
})
