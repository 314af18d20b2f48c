import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { logFiles } from '../../../src/provenance/log-files.ts'
import { temporaryFolder } from '../../support/folder.ts'

test.skipIf(process.platform === 'win32')('leaves out a pipe, of which a read may never end', () => {
  const folder = temporaryFolder()
  const part = join(folder, 'provenance.20260101T000000000Z.ndjson')
  writeFileSync(part, '')
  execFileSync('mkfifo', [join(folder, 'provenance.ndjson')])
  expect(logFiles(folder)).toEqual([part])
  expect(logFiles([folder])).toEqual([part])
})

test('a folder with the name of a log is one, so that a reader names it', () => {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'provenance.ndjson'))
  expect(logFiles(folder)).toEqual([join(folder, 'provenance.ndjson')])
})

test.skipIf(process.platform === 'win32')('rejects a device, whose content may have no end', () => {
  expect(() => logFiles(['/dev/zero'])).toThrow('cannot read the log /dev/zero: it is a device, not a file')
})
