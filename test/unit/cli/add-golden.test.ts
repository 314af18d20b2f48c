import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { addGolden } from '../../../src/cli/goldens/add-golden.ts'
import { readGoldenSet } from '../../../src/goldens/sets/golden-set.ts'
import { temporaryFolder } from '../../support/folder.ts'

const wanted = {
  expect: { contains: 'yes' },
  force: false,
  redact: (text: string) => text.replace('Ada', '[redacted]'),
}

test('keeps every golden of several additions at the same moment, redacted', async () => {
  const folder = temporaryFolder()
  const file = join(folder, 'set.json')
  const names = ['one', 'two', 'three', 'four', 'five']
  const added = await Promise.all(
    names.map((name) => addGolden(file, { question: `Is ${name} known to Ada?`, reply: 'yes', trait: '' }, wanted)),
  )
  expect(added.filter(({ isNew }) => isNew)).toHaveLength(1)
  const set = await readGoldenSet(file)
  expect(set.map(({ question }) => question).sort()).toEqual(
    names.map((name) => `Is ${name} known to [redacted]?`).sort(),
  )
  expect(readdirSync(folder)).toEqual(['set.json'])
})

test('writes nothing when the reply does not meet the expectation', async () => {
  const file = join(temporaryFolder(), 'set.json')
  const refused = addGolden(file, { question: 'Is it known?', reply: 'no', trait: '' }, wanted)
  await expect(refused).rejects.toThrow('the logged reply does not meet the expectation')
  expect(existsSync(file)).toBe(false)
})
