import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { GoldenIndex } from '../../../src/dashboard/views/event/golden-place.ts'
import { fingerprint } from '../../../src/goldens/fingerprint.ts'
import type { Golden } from '../../../src/goldens/golden.ts'
import { temporaryFolder } from '../../support/folder.ts'

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
})
