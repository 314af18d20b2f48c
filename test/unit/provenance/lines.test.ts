import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { linesOf } from '../../../src/provenance/lines.ts'
import { temporaryFolder } from '../../support/folder.ts'

describe('lines', () => {
  async function lines(text: string, longest?: number) {
    const path = join(temporaryFolder(), 'log')
    writeFileSync(path, text)
    const read: (string | null)[] = []
    for await (const some of linesOf(path, longest === undefined ? {} : { longest })) read.push(...some)
    return read
  }

  test('end with a line feed only, also across the pieces that are read', async () => {
    const long = 'é'.repeat(200_000)
    expect(await lines(`a\u2028b\r\n\n${long}\nlast`)).toEqual(['a\u2028b\r', '', long, 'last'])
    expect(await lines('')).toEqual([])
  })

  test('that are too long are not kept', async () => {
    expect(await lines(`a\n${'\0'.repeat(300_000)}\nb\n${'\0'.repeat(300_000)}`, 100_000)).toEqual([
      'a',
      null,
      'b',
      null,
    ])
  })
})
