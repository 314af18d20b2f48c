import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { RunEvent, UnmeasuredEvent } from '../../../schemas/generated/provenance.ts'
import { eventRow } from '../../../src/dashboard/views/events.ts'
import { CSV_COLUMNS, CSV_HEAD, csvLine } from '../../../src/provenance/csv.ts'
import { factsOf } from '../../../src/provenance/event-facts.ts'
import type { LoggedEvent } from '../../../src/provenance/parse-line.ts'
import { sampleEvent } from '../../fixtures/sample-event.ts'

const golden = { set: 's', id: 'g1', trait: 'arithmetic', fingerprint: 'f' }

/** The cells by column, those without a value left out; no text of the events here has a comma. */
function cellsOf(event: LoggedEvent): Record<string, string> {
  const cells = csvLine(event).split(',')
  expect(cells).toHaveLength(CSV_COLUMNS.length)
  return Object.fromEntries(CSV_COLUMNS.map((name, index) => [name, cells[index] ?? '']).filter(([, cell]) => cell))
}

describe('csvLine', () => {
  test('has a cell for each column', () => {
    const route = { weight: 0.1, parts: {}, bucket: 'control', boundary: 0.5, propensity: 1 } as const
    const event = sampleEvent({ golden, route, judged_by: 'matcher', why: 'it lacks 5' })
    expect(cellsOf(event)).toEqual({
      time: '2026-11-23T10:00:00.000Z',
      type: 'response',
      verdict: 'pass',
      judge: 'matcher',
      source: 'embedder',
      model: 'small',
      bucket: 'control',
      weight: '0.1',
      boundary: '0.5',
      propensity: '1',
      set: 's',
      golden: 'g1',
      trait: 'arithmetic',
      conversation: 'conversation',
      run: 'run',
      message: 'message',
      origin: 'measured',
      retry: '0',
      older_format: 'false',
      latency_ms: '70',
      first_token_ms: '3',
      completion_tokens: '2',
      question: 'What is 2 + 2?',
      reply: '4',
      reason: 'it lacks 5',
    })
  })

  test('has what a row of the event table has', () => {
    const { older: _, ...row } = eventRow(factsOf(sampleEvent()))
    const names = Object.keys(row).map((name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`))
    expect(CSV_HEAD.split(',')).toEqual(expect.arrayContaining(names))
  })

  test('has the columns that the page lists', () => {
    const [, listed = ''] = /CSV has a column(.*?)A fact that/s.exec(readFileSync('docs/settings.md', 'utf8')) ?? []
    const names = [...listed.matchAll(/`(\w+)`/g)].map(([, name]) => name)
    expect(new Set(names)).toEqual(new Set(CSV_COLUMNS))
  })

  test('gives no reply to a question without one, and no question to another event', () => {
    const { reply: _, timings: __, tokens: ___, finish: ____, model, ...asked } = sampleEvent()
    const failure = { cause: 'timeout', evidence: 'no token within 5 s', remedy: 'wait longer' }
    const unanswered: UnmeasuredEvent = { ...asked, model: { asked: model.asked }, verdict: 'unmeasured', failure }
    const cells = cellsOf(unanswered)
    expect(cells).toMatchObject({ failure: 'timeout', reason: expect.stringContaining('no token within 5 s') })
    expect(cells).not.toHaveProperty('reply')
    const run: RunEvent = {
      schema_version: '2.0',
      event_type: 'run',
      ts: '2026-11-23T10:00:00.000Z',
      run_id: 'run',
      status: 'pass',
      backend: 'replay',
      replies: 2,
      unmeasured: 0,
      sets: ['s'],
      duration_ms: 10,
      git_commit: null,
      version: '0.1.0',
    }
    expect(cellsOf(run)).toEqual({
      time: '2026-11-23T10:00:00.000Z',
      type: 'run',
      verdict: 'pass',
      run: 'run',
      older_format: 'false',
      text: 'replay: 2 replies: s',
    })
  })

  test('quotes what CSV needs quoted', () => {
    expect(csvLine(sampleEvent({ question: 'a, "b"\nc' }))).toContain(',"a, ""b""\nc",4,')
  })

  test.for(['=1+1', '+1', '-1+2', '@SUM(A1)', '\t=1', '\r=1', '  =cmd', '|calc', '%0A', '＝1+1'])(
    'makes no formula of %j',
    (reply) => {
      expect(csvLine(sampleEvent({ reply }))).toMatch(/What is 2 \+ 2\?,"?'[^,]*,,$/)
    },
  )

  test('keeps numbers as numbers', () => {
    const timings = { ...sampleEvent().timings, total_ms: 12.5 }
    expect(csvLine(sampleEvent({ timings }))).toContain(',12.5,')
  })
})
