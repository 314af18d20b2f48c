import { readFileSync, readdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { namingFile, systemErrorInWords } from '../../../src/text/system-error.ts'
import { temporaryFolder } from '../../support/folder.ts'

function errorOf(work: () => unknown): Error {
  try {
    work()
  } catch (error) {
    if (error instanceof Error) return error
  }
  throw new Error('it did not fail')
}

test('names what failed, where and why, for the errors that Node throws', () => {
  const folder = temporaryFolder()
  const missing = join(folder, 'missing')
  for (const [work, message] of [
    [() => readFileSync(folder), 'cannot read a log: it is a folder, and a file is required (EISDIR)'],
    [() => readFileSync(missing), `cannot open ${missing}: it does not exist (ENOENT)`],
    [() => readdirSync(process.execPath), `cannot list the folder ${process.execPath}: a part of the path is a file`],
    [() => renameSync(missing, folder), `cannot rename ${missing} to ${folder}: it does not exist (ENOENT)`],
  ] as const) {
    const words = systemErrorInWords(errorOf(work).message, 'a log')
    expect(words?.message).toContain(message)
    expect(words?.remedy).not.toBe('')
  }
})

test('names a path once that the message has already', () => {
  const message = "aios: cannot write /a/b: EACCES: permission denied, open '/a/b'"
  expect(systemErrorInWords(message)?.message).toBe('aios: cannot write /a/b: permission is denied (EACCES)')
})

test('names the path where a label alone precedes the error', () => {
  const message = "warning: EROFS: read-only file system, mkdir '/a'"
  expect(systemErrorInWords(message)?.message).toBe(
    'warning: cannot create the folder /a: the file system is read-only (EROFS)',
  )
})

test('reads the message of a recursive deletion, whose first path is in the wrong encoding', () => {
  const message = "EACCES, Permission denied: /caf\u00c3\u00a9/x '/caf\u00e9/x'"
  expect(systemErrorInWords(message)?.message).toBe('cannot delete /caf\u00e9/x: permission is denied (EACCES)')
  expect(systemErrorInWords(`cannot delete x: ${message}`)?.message).toBe(
    'cannot delete x: permission is denied (EACCES)',
  )
})

test('leaves other messages alone', () => {
  for (const message of ['models.main_model is not set', 'ERROR: a, b', 'a reply: ECHO: one, two'])
    expect(systemErrorInWords(message)).toBeNull()
})

test('names the link and not what it points to, and the file that a temporary one replaces', () => {
  expect(systemErrorInWords("EROFS: read-only file system, symlink 'owner' -> '/a.lock'")?.message).toBe(
    'cannot create /a.lock: the file system is read-only (EROFS)',
  )
  expect(systemErrorInWords("ENOSPC: no space left on device, open '/a.json.123.tmp'")?.message).toBe(
    'cannot open /a.json: no space is left on the disk (ENOSPC)',
  )
})

test('namingFile adds the path that Node leaves out, once', () => {
  const bare = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC', syscall: 'write' })
  expect(
    systemErrorInWords(
      errorOf(() => {
        throw namingFile(bare, '/a')
      }).message,
    )?.message,
  ).toBe('cannot write /a: no space is left on the disk (ENOSPC)')
  const named = errorOf(() => readFileSync('/missing'))
  expect(namingFile(named, '/other')).toMatchObject({ message: expect.not.stringContaining('/other') as unknown })
})
