import { execFile } from 'node:child_process'
import { chownSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { GoldenIndex } from '../../../src/dashboard/views/event/golden-place.ts'
import { fingerprint } from '../../../src/goldens/fingerprint.ts'
import type { Golden } from '../../../src/goldens/golden.ts'
import { temporaryFolder } from '../../support/folder.ts'

const MODULE = join(import.meta.dirname, '../../../src/dashboard/views/event/golden-place.ts')

/** A user id that owns no file. */
const OTHER_USER = 65_534

const RIVER: Golden = { id: 'river', question: 'Which river flows through Würzburg?', trait: 'geography' }
const SUM: Golden = { id: 'sum', question: 'What is 7 plus 5?', trait: 'numbers' }

function project() {
  const root = temporaryFolder()
  const write = (name: string, goldens: readonly Golden[]) =>
    writeFileSync(join(root, name), JSON.stringify(goldens, null, 2))
  return { root, write, index: new GoldenIndex(root) }
}

describe('the goldens of a project', () => {
  test('are found with their file and line', async () => {
    const { write, index } = project()
    write('rivers.json', [SUM, RIVER])
    expect(await index.locate({ id: 'river', fingerprint: fingerprint(RIVER) })).toEqual({
      golden: RIVER,
      file: 'rivers.json',
      line: 7,
      isSame: true,
    })
    expect(await index.locate({ id: 'sea', fingerprint: null })).toBeNull()
  })

  test('are read again after an edit, in a new file, and not in a deleted one', async () => {
    const { root, write, index } = project()
    const wanted = { id: 'river', fingerprint: fingerprint(RIVER) }
    write('a.json', [RIVER])
    expect(await index.locate(wanted)).toMatchObject({ file: 'a.json', isSame: true })
    write('a.json', [{ ...RIVER, question: 'Which river flows through Bamberg?' }])
    expect(await index.locate(wanted)).toMatchObject({ file: 'a.json', isSame: false })
    write('b.json', [RIVER])
    expect(await index.locate(wanted)).toMatchObject({ file: 'b.json', isSame: true })
    rmSync(join(root, 'b.json'))
    expect(await index.locate(wanted)).toMatchObject({ file: 'a.json', isSame: false })
  })

  test('are found beside a set that cannot be read', async () => {
    const { root, write, index } = project()
    writeFileSync(join(root, 'a.json'), '[{ "id": "river", "question": "', 'utf8')
    write('b.json', [RIVER])
    expect(await index.locate({ id: 'river', fingerprint: null })).toMatchObject({ file: 'b.json' })
  })

  test.skipIf(process.getuid === undefined)('are read again after a read that failed', async () => {
    const { root, write } = project()
    mkdirSync(join(root, 'goldens'))
    write('goldens/a.json', [RIVER])
    const isRoot = process.getuid?.() === 0
    // Root may read any file.
    for (const name of isRoot ? ['', 'goldens', 'goldens/a.json'] : [])
      chownSync(join(root, name), OTHER_USER, OTHER_USER)
    const script = `const { GoldenIndex } = await import(${JSON.stringify(MODULE)})
    const { chmodSync } = await import('node:fs')
    ${isRoot ? `process.setgid(${OTHER_USER}); process.setuid(${OTHER_USER})` : ''}
    const index = new GoldenIndex(${JSON.stringify(root)})
    const found = []
    for (const mode of [0o000, 0o600]) {
      chmodSync(${JSON.stringify(join(root, 'goldens/a.json'))}, mode)
      found.push((await index.locate({ id: 'river', fingerprint: null }))?.line ?? null)
    }
    console.log(JSON.stringify(found))`
    const node = ['--conditions=vitest-aios:source', '--input-type=module', '-e', script]
    const { stdout } = await promisify(execFile)(process.execPath, node)
    expect(JSON.parse(stdout)).toEqual([null, 2])
  })
})
