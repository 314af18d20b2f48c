import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { exportedAnswers } from '../../../src/dashboard/export.ts'
import { GoldenIndex } from '../../../src/dashboard/views/event/golden-place.ts'
import { openLogQuery } from '../../../src/provenance/query/open-query.ts'
import { resolveSettings } from '../../../src/settings/resolve.ts'
import { sampleEvent } from '../../fixtures/sample-event.ts'
import { temporaryFolder } from '../../support/folder.ts'

const FAILURE = { cause: 'first_token_timeout', evidence: 'no token within 5 s', remedy: 'wait' }
const NOW = Date.parse('2026-11-28T00:00:00Z')

/** The replies that an export has in full, by the first word of their ids. */
async function exportedInFull(events: readonly object[]): Promise<Record<string, number>> {
  const root = temporaryFolder()
  const log = join(root, '.aios')
  mkdirSync(log, { recursive: true })
  writeFileSync(join(log, 'provenance.ndjson'), events.map((event) => `${JSON.stringify(event)}\n`).join(''))
  const query = await openLogQuery(log, { reader: 'stream' })
  onTestFinished(() => query.close())
  const { answers } = await exportedAnswers(
    {
      settings: resolveSettings({}, { root, env: {} }),
      log,
      query,
      label: false,
      startedAt: NOW,
      startCommand: () => 'npx aios dashboard',
      isExport: true,
      goldens: new GoldenIndex(root),
      vitestUi: () => Promise.resolve(null),
    },
    { since: 'all', now: NOW },
  )
  const kinds = Object.keys(answers).flatMap((request) => /^event\?message=([a-z]+)/.exec(request)?.[1] ?? [])
  return Object.fromEntries(['failed', 'lost', 'passed'].map((kind) => [kind, kinds.filter((k) => k === kind).length]))
}

const replies = (kind: 'failed' | 'lost' | 'passed', count: number, hoursAgo: number) =>
  Array.from({ length: count }, (_, index) => {
    const { reply, timings, tokens, finish, ...asked } = sampleEvent({
      msg_id: `${kind} ${index}`,
      ts: new Date(NOW - hoursAgo * 3_600_000 + index).toISOString(),
      verdict: kind === 'passed' ? 'pass' : 'fail',
    })
    if (kind !== 'lost') return { ...asked, reply, timings, tokens, finish }
    return { ...asked, model: { asked: 'small' }, verdict: 'unmeasured', failure: FAILURE }
  })

test('an outage leaves the failures before it in full in an export', async () => {
  const events = [...replies('failed', 20, 3), ...replies('lost', 160, 2), ...replies('passed', 5, 1)]
  expect(await exportedInFull(events)).toEqual({ failed: 20, lost: 130, passed: 0 })
})

test('failures and lost replies share an export where it holds not all of them', async () => {
  const events = [...replies('lost', 90, 3), ...replies('failed', 160, 2)]
  expect(await exportedInFull(events)).toEqual({ failed: 75, lost: 75, passed: 0 })
})

test('the latest other events have the places that are left', async () => {
  const events = [...replies('failed', 3, 3), ...replies('lost', 2, 2), ...replies('passed', 5, 1)]
  expect(await exportedInFull(events)).toEqual({ failed: 3, lost: 2, passed: 5 })
})
