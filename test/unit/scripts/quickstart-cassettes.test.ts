import { expect, test } from 'vitest'
import { quickstartCassettes, quickstartRecordings } from '../../../scripts/quickstart-cassettes.ts'
import { readCassettes } from '../../../src/models/cassette.ts'

test('the quickstart replays our own recordings of its questions', async () => {
  const wanted = await quickstartRecordings()
  const copies = readCassettes(quickstartCassettes)
  const hint = 'copy them again: npx node scripts/quickstart-cassettes.ts'
  expect(new Map(wanted.map((entry) => [entry.key, entry])), hint).toEqual(copies)
})
