import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { surveyLog } from '../../../src/provenance/log-survey.ts'
import { streamQuery } from '../../../src/provenance/query/stream-query.ts'
import { writeMixedLog } from '../../fixtures/mixed-log.ts'
import { sampleEvent } from '../../fixtures/sample-event.ts'
import { temporaryFolder } from '../../support/folder.ts'

test('a survey and a query count the same lines as damaged', async () => {
  const folder = temporaryFolder()
  writeMixedLog(folder, 6)
  const { route: _, ...withoutRoute } = sampleEvent()
  const lines = [
    withoutRoute,
    { ...sampleEvent(), verdict: 'maybe' },
    { ...sampleEvent(), ts: 'yesterday' },
    sampleEvent(),
  ]
  writeFileSync(join(folder, 'provenance.broken.ndjson'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  const { damaged } = await surveyLog(folder, {})
  expect(damaged).toBe((await streamQuery(folder).counts()).skipped.broken)
  expect(damaged).toBeGreaterThan(3)
})
