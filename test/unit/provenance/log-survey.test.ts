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

test('the last run is one of golden sets, also when hypotheses ran after it', async () => {
  const folder = temporaryFolder()
  const run = {
    schema_version: '2.0',
    event_type: 'run',
    status: 'pass',
    backend: 'replay',
    replies: 3,
    unmeasured: 0,
    duration_ms: 9,
    git_commit: null,
    version: '0.1.0',
  }
  const runs = [
    { ...run, ts: '2026-01-02T03:04:05.000Z', run_id: 'goldens', sets: ['sample set'] },
    { ...run, ts: '2026-01-02T04:04:05.000Z', run_id: 'hypotheses', sets: [] },
  ]
  writeFileSync(join(folder, 'provenance.ndjson'), runs.map((event) => `${JSON.stringify(event)}\n`).join(''))
  expect((await surveyLog(folder, {})).lastRun).toMatchObject({ runId: 'goldens' })
})
