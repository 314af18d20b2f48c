import { execFileSync } from 'node:child_process'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { leftOut, logFiles } from '../../../src/provenance/log-files.ts'
import { streamQuery } from '../../../src/provenance/query/stream-query.ts'
import { sampleEvent } from '../../fixtures/sample-event.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { openDuckDb } from '../../support/log-answers.ts'

/** A folder with a part of a log, and `provenance.ndjson` as it is made. */
function folderWith(make: (path: string) => void): { folder: string; part: string } {
  const folder = temporaryFolder()
  const part = join(folder, 'provenance.20260101T000000000Z.ndjson')
  writeFileSync(part, `${JSON.stringify(sampleEvent())}\n`)
  make(join(folder, 'provenance.ndjson'))
  return { folder, part }
}

describe.skipIf(process.platform === 'win32')('an entry with the name of a log that is not a file', () => {
  test.for([
    ['a folder', (path: string) => mkdirSync(path), 'it is a folder, not a file'],
    ['a pipe, of which a read may never end', (path: string) => execFileSync('mkfifo', [path]), 'it is a pipe'],
    ['a link to a device', (path: string) => symlinkSync('/dev/zero', path), 'it is a link to a device, not to a file'],
    ['a link without a target', (path: string) => symlinkSync('missing', path), 'a link to a file that does not exist'],
    ['a link to itself', (path: string) => symlinkSync(path, path), 'its symbolic links form a loop'],
  ] as const)('such as %s, is left out, and both readers name it', async ([, make, reason]) => {
    const { folder, part } = folderWith(make)
    for (const from of [folder, [folder]]) {
      expect(logFiles(from)).toEqual([part])
      expect(leftOut(from)).toEqual([
        { path: join(folder, 'provenance.ndjson'), reason: expect.stringContaining(reason) },
      ])
    }
    const found = await openDuckDb(folder)
    for (const query of [streamQuery(folder), found])
      expect(await query.span()).toMatchObject({ total: 1, skipped: { unreadable: leftOut(folder) } })
    found.close()
  })

  test('is an error where it is named', () => {
    const { folder } = folderWith((path) => execFileSync('mkfifo', [path]))
    const pipe = join(folder, 'provenance.ndjson')
    for (const name of [pipe, join(folder, '*.ndjson')])
      expect(() => logFiles([name])).toThrow(`cannot read the log ${pipe}: it is a pipe, not a file`)
    expect(() => logFiles(['/dev/zero'])).toThrow('cannot read the log /dev/zero: it is a device, not a file')
  })
})
