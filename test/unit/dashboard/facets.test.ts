import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { facetsView } from '../../../src/dashboard/views/events.ts'
import { streamQuery } from '../../../src/provenance/query/stream-query.ts'
import { sampleEvent } from '../../fixtures/sample-event.ts'
import { temporaryFolder } from '../../support/folder.ts'

test('the values to filter by begin with the most frequent, whatever their names', async () => {
  const folder = temporaryFolder()
  const traits = [
    '2026',
    ...Array.from({ length: 2 }, () => '__proto__'),
    ...Array.from({ length: 3 }, () => 'numbers'),
  ]
  const lines = traits.map((trait, index) =>
    JSON.stringify(sampleEvent({ msg_id: `m${index}`, golden: { set: 's', id: 'g', trait, fingerprint: 'f' } })),
  )
  writeFileSync(join(folder, 'provenance.ndjson'), `${lines.join('\n')}\n`)
  const request = { filter: {}, now: Date.now(), params: new Map<string, string>() }
  const { facets } = await facetsView({ query: streamQuery(folder) }, request)
  expect(facets.find(({ name }) => name === 'trait')?.values).toEqual([
    { value: 'numbers', count: 3 },
    { value: '__proto__', count: 2 },
    { value: '2026', count: 1 },
  ])
})
