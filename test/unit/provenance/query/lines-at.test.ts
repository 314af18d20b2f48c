import { truncateSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { linesAt } from '../../../../src/provenance/query/duckdb/lines-at.ts'
import { temporaryFolder } from '../../../support/folder.ts'

/** Lines around the sizes that are read at once. */
const line = fc
  .record({
    length: fc.constantFrom(0, 1, 100, 3_000, 8_190, 8_191, 8_192, 8_193, 16_384, 70_000),
    letter: fc.constantFrom('a', 'é'),
  })
  .map(({ length, letter }) => letter.repeat(length))

async function read(path: string, offsets: readonly number[]): Promise<string[]> {
  await using file = await open(path)
  const lines: string[] = []
  for await (const each of linesAt(path, file, offsets)) lines.push(each)
  return lines
}

describe('linesAt', () => {
  test('reads any of the lines, however far apart and however long', async () => {
    const path = join(temporaryFolder(), 'log.ndjson')
    const chosen = fc.tuple(fc.array(fc.tuple(line, fc.boolean()), { minLength: 1, maxLength: 60 }), fc.boolean())
    await fc.assert(
      fc.asyncProperty(chosen, async ([lines, isTorn]) => {
        const text = lines.map(([each]) => each).join('\n')
        writeFileSync(path, isTorn ? text : `${text}\n`)
        const offsets: number[] = []
        let next = 0
        for (const [each, isWanted] of lines) {
          // Behind the last line break there is nothing to read.
          if (isWanted && next < Buffer.byteLength(text)) offsets.push(next)
          next += Buffer.byteLength(each) + 1
        }
        const wanted = lines.flatMap(([each, isWanted]) => (isWanted ? [each] : [])).slice(0, offsets.length)
        expect(await read(path, offsets)).toEqual(wanted)
      }),
      { numRuns: 60 },
    )
  })

  test('rejects where the file is shorter than an offset', async () => {
    const path = join(temporaryFolder(), 'log.ndjson')
    writeFileSync(path, `${'a'.repeat(20_000)}\nb\n`)
    expect(await read(path, [0, 20_001])).toEqual(['a'.repeat(20_000), 'b'])
    truncateSync(path, 20_000)
    await expect(read(path, [0, 20_001])).rejects.toThrow('ends before byte 20001')
  })
})
