import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { CassetteEntry } from '../schemas/generated/cassette.ts'
import { conversationOf, readGoldenSet } from '../src/goldens/sets/golden-set.ts'
import { readCassettes, writeCassettes } from '../src/models/cassette.ts'

const repository = join(import.meta.dirname, '..')
const quickstart = join(repository, 'examples/quickstart/goldens')

/** Folder of the recordings that the quickstart replays. */
export const quickstartCassettes: string = join(quickstart, 'cassettes')

/**
 * The recordings of the quickstart's questions, copied from this repository's own, so that they are never edited by hand.
 * Rejects when a question of the quickstart was never recorded.
 */
export async function quickstartRecordings(): Promise<CassetteEntry[]> {
  const recorded = [...readCassettes(join(repository, 'goldens/cassettes')).values()]
  const goldens = await readGoldenSet(join(quickstart, 'first_set.json'))
  return goldens.flatMap((golden) => {
    const conversation = JSON.stringify(conversationOf(golden))
    const copies = recorded.filter((entry) => JSON.stringify(entry.messages) === conversation)
    if (copies.length === 0) {
      throw new Error(`goldens/cassettes has no recording of "${golden.question}": take a question of sample_set.json`)
    }
    return copies.map((entry) => ({ ...entry, set: 'first set', golden: golden.id }))
  })
}

if (import.meta.main) {
  const recordings = await quickstartRecordings()
  rmSync(quickstartCassettes, { recursive: true, force: true })
  console.log((await writeCassettes(quickstartCassettes, recordings)).join('\n'))
}
