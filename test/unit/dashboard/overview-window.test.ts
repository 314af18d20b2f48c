import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { Overview } from '../../../schemas/generated/dashboard.ts'
import { overviewView } from '../../../src/dashboard/views/overview.ts'
import { GoldenIndex } from '../../../src/dashboard/views/event/golden-place.ts'
import { openLogQuery } from '../../../src/provenance/query/open-query.ts'
import { resolveSettings } from '../../../src/settings/resolve.ts'
import { goldenTest } from '../../fixtures/runbook-events.ts'
import { sampleEvent } from '../../fixtures/sample-event.ts'
import { temporaryFolder } from '../../support/folder.ts'

const NOW = Date.parse('2026-11-28T00:00:00Z')
const DAY = 86_400_000

/** A reply of the old format, some days after the first one. */
const older = (day: number) => ({
  ...goldenTest(day, `greeting_${day % 3}`),
  ts: new Date(Date.parse('2025-10-07T15:53:12Z') + day * DAY).toISOString().slice(0, -1),
})
const OLDER = Array.from({ length: 12 }, (_, index) => older(5 * index))

const inRun = (run: string, day: number, golden: string) =>
  sampleEvent({
    run_id: run,
    msg_id: `${run} ${golden}`,
    ts: new Date(NOW - day * DAY).toISOString(),
    golden: { set: 'capitals', id: golden, trait: 'general', fingerprint: 'f' },
  })

async function overviewOf(events: readonly object[]): Promise<Overview> {
  const root = temporaryFolder()
  const log = join(root, '.aios')
  mkdirSync(log, { recursive: true })
  writeFileSync(join(log, 'provenance.ndjson'), events.map((event) => `${JSON.stringify(event)}\n`).join(''))
  const query = await openLogQuery(log, { reader: 'stream' })
  onTestFinished(() => query.close())
  const settings = resolveSettings({}, { root, env: {} })
  const sources = {
    settings,
    log,
    query,
    label: false,
    startedAt: NOW,
    isExport: false,
    goldens: new GoldenIndex(root),
    vitestUi: () => Promise.resolve(null),
  }
  return overviewView(sources, { filter: {}, now: NOW, params: new Map() })
}

test('replies of older formats, which name no run, have trends over the time', async () => {
  const { window, series } = await overviewOf(OLDER)
  expect(window.everyMs).toBeGreaterThan(0)
  expect(series).toHaveLength(OLDER.length)
})

test('replies of older formats stay where they were beside runs, also beside a run of a part of the goldens', async () => {
  const whole = ['a', 'b', 'c', 'd', 'e'].map((golden) => inRun('whole', 4, golden))
  const { window, series, figures } = await overviewOf([...OLDER, ...whole, inRun('part', 2, 'a')])
  expect(window.everyMs).toBeGreaterThan(0)
  expect(series.length).toBeGreaterThan(2)
  expect(series.reduce((sum, { count }) => sum + count, 0)).toBe(figures.replies)
  expect(figures.replies).toBe(OLDER.length + 6)
})

test('a window with hypotheses only is not one run', async () => {
  const { window, series } = await overviewOf([{ ...inRun('question', 1, 'a'), hypothesis: 'small-is-faster' }])
  expect(series).toEqual([])
  expect(window.everyMs).not.toBeNull()
})

test('runs of goldens alone have a point each', async () => {
  const { window, series } = await overviewOf([inRun('one', 2, 'a'), inRun('one', 2, 'b'), inRun('two', 1, 'a')])
  expect(window.everyMs).toBeNull()
  expect(series.map(({ count }) => count)).toEqual([2, 1])
})
