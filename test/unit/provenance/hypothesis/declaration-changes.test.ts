import { appendFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Finding } from '../../../../src/verdicts/hypothesis/finding.ts'
import { declarationChanges } from '../../../../src/provenance/hypothesis/declaration-changes.ts'
import { hypothesisEvents } from '../../../../src/provenance/events/hypothesis-event.ts'
import { familyOf } from '../../../../src/provenance/hypothesis/family.ts'
import { judgedNote, openNote } from '../../../../src/provenance/hypothesis/hypothesis-note.ts'
import { temporaryFolder } from '../../../support/folder.ts'

const finding: Finding = {
  outcome: 'not_supported',
  method: 'exact signed-rank',
  effect: { name: 'ratio', value: 1.4, minimum: 2, claimed: 'at least' },
  interval: { lower: 1.3, upper: 1.5, confidence: 0.95 },
  p: 1,
  n: 120,
  repeats: 1,
  basis: 'measured',
}

const faster = (margin: number, more: object = {}) => openNote('H3', { claim: 'faster', margin, ...more })

/** The log lines of a run that judged such a hypothesis. */
function logged(note: ReturnType<typeof openNote>, endedAt: string): string {
  const family = familyOf([judgedNote(note, finding, [])], 0)
  const run = {
    runId: endedAt,
    endedAt,
    backend: 'live',
    status: 'pass',
    durationMs: 1,
    gitCommit: null,
    version: '0',
  } as const
  return hypothesisEvents(family, run)
    .map((event) => `${JSON.stringify(event)}\n`)
    .join('')
}

test('a limit that moved since the last run is named, with what it was', () => {
  const dir = temporaryFolder()
  writeFileSync(join(dir, 'provenance.ndjson'), logged(faster(3), '2026-11-01T00:00:00.000Z'))
  appendFileSync(join(dir, 'provenance.ndjson'), `torn {"event_type":"hypothesis_test"\n`)
  appendFileSync(join(dir, 'provenance.ndjson'), logged(faster(2), '2026-11-02T00:00:00.000Z'))

  expect(declarationChanges(dir, [faster(2)])).toEqual([])
  expect(declarationChanges(dir, [openNote('H4', { claim: 'another' })])).toEqual([])
  expect(declarationChanges(dir, [faster(1.5, { alpha: 0.1, must: 'hold' })])).toEqual([
    'the declaration of hypothesis H3 changed since 2026-11-02T00:00:00.000Z: alpha was 0.05, is 0.1, margin was 2, is 1.5, must was not given, is "hold"',
  ])
})

test('without a log nothing changed', () => {
  expect(declarationChanges(temporaryFolder(), [faster(2)])).toEqual([])
})
