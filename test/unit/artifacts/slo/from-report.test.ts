import { expect, test } from 'vitest'
import { join } from 'node:path'
import type { GoldenResult } from '../../../../src/verdicts/results.ts'
import { writeReportFiles } from '../../../../src/artifacts/report/report-files.ts'
import { checkLastReport } from '../../../../src/artifacts/slo/check.ts'
import { judgeSlo, type Slo } from '../../../../src/evidence.ts'
import { temporaryFolder } from '../../../support/folder.ts'

const LOST = { repeat: 0, cause: 'stream_cut', evidence: 'the stream ended', remedy: 'Run again.' }
const NOW = new Date('2026-11-23T11:00:00Z')

function golden(id: string, more: Partial<GoldenResult> = {}): GoldenResult {
  const reply = { repeat: 0, source: 'embedder', model: 'm', passed: true, latencyMs: 100, firstTokenMs: 40 } as const
  const replies = [{ ...reply, completionTokens: 9, origin: 'measured' as const }]
  return { id, trait: 't', fingerprint: 'f', replies, unmeasured: [], ...more }
}

/** The objectives as a report of the goldens has them, its run having been held to `own`. */
function checked(goldens: GoldenResult[], own: Slo, overrides: Slo) {
  const dir = temporaryFolder()
  const results = { set: 's', ids: goldens.map(({ id }) => id), goldens }
  const facts = { runProblem: null, baseline: null, configurations: null, looks: null }
  const slo = judgeSlo(results, own, { boundary: 0.5 })
  writeReportFiles(
    dir,
    {
      runId: 'r',
      endedAt: '2026-11-23T10:00:00.000Z',
      backend: 'live',
      status: 'fail',
      durationMs: 1,
      gitCommit: null,
      version: '0.1.0',
    },
    [{ file: join('goldens', 's.json'), status: 'fail', results, comparison: 'no baseline', slo, ...facts }],
  )
  return checkLastReport(dir, overrides, { now: NOW, maxAgeMs: 86_400_000 })
}

const answered = (count: number) => Array.from({ length: count }, (_, index) => golden(`a${index}`))
const lost = (count: number) =>
  Array.from({ length: count }, (_, index) => golden(`l${index}`, { replies: [], unmeasured: [LOST] }))

test('another target for errors counts those that a retry repaired', () => {
  const goldens = [...answered(3), golden('repaired', { repairedErrors: 1 })]
  expect(checked(goldens, {}, { errorRate: 0.1 })).toMatchObject({
    sets: [{ verdict: 'fail', objectives: [{ value: 0.125 }] }],
  })
  expect(checked(goldens, { errorRate: 0.2 }, {})).toMatchObject({
    sets: [{ verdict: 'pass', objectives: [{ value: 0.125 }] }],
  })
})

test.each([
  [19, 1, 'pass'],
  [18, 2, 'inconclusive'],
])('another target for percentiles, %i goldens with and %i without a reply: %s', (with_, without, verdict) => {
  const goldens = [...answered(with_), ...lost(without)]
  expect(checked(goldens, {}, { p95Ms: 100 })).toMatchObject({ sets: [{ verdict }] })
  expect(checked(goldens, { ttftMs: 30 }, { ttftMs: 40 })).toMatchObject({ sets: [{ verdict }] })
  expect(checked(goldens, { p95Ms: 100 }, {})).toMatchObject({ sets: [{ verdict }] })
  expect(checked(goldens, {}, { p95Ms: 99 })).toMatchObject({ sets: [{ verdict: 'fail' }] })
})
