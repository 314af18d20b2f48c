import { expect, test } from 'vitest'
import type { StatusReport } from '../../../schemas/generated/status.ts'
import { statusText } from '../../../src/cli/status/status-text.ts'

const unknown = { state: 'missing', reason: 'none', next: 'run one' } as const

function report(stale: boolean): StatusReport {
  const model = { id: 'big', origin: 'default', state: 'listed' }
  return {
    schema_version: '1.0',
    ts: '2026-11-28T12:00:00.000Z',
    verdict: 'cannot_tell',
    backend: { setting: 'auto', origin: 'default', answers: null, detail: 'no server', next: null },
    models: { main_model: model, embedder: model },
    lastRun: {
      state: 'known',
      ts: stale ? '2026-11-01T12:00:00.000Z' : '2026-11-28T11:00:00.000Z',
      stale,
      status: 'pass',
      backend: 'live',
      failures: [],
      sets: [],
      newer: null,
    },
    objectives: { state: 'judged', stale, verdict: 'pass', from: 'the report', sets: [], notes: [] },
    router: unknown,
    hypotheses: unknown,
    log: unknown,
    health: [],
  }
}

test('marks the objectives of an old run as stale, with its age', () => {
  const text = statusText(report(true), { columns: Infinity, root: '/project' })
  expect(text).toContain('stale (met then)')
  expect(text).toMatch(/^objectives .*27 days ago/m)
})

test('prints the objectives of a current run as they are', () => {
  const text = statusText(report(false), { columns: Infinity, root: '/project' })
  expect(text).toMatch(/^objectives {2}.*met/m)
  expect(text).not.toContain('stale')
})
