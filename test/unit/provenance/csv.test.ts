import { describe, expect, test } from 'vitest'
import { CSV_HEAD, csvLine } from '../../../src/provenance/csv.ts'
import { sampleEvent } from '../../fixtures/sample-event.ts'

const golden = { set: 's', id: 'g1', trait: 'arithmetic', fingerprint: 'f' }

describe('csvLine', () => {
  test('has a cell for each column, and quotes what CSV needs quoted', () => {
    const line = csvLine(sampleEvent({ golden, question: 'a, "b"\nc', reply: 'd' }))
    expect(line).toBe(
      '2026-11-23T10:00:00.000Z,response,pass,embedder,small,control,s,g1,arithmetic,conversation,70,"a, ""b""\nc",d',
    )
    expect(CSV_HEAD.split(',')).toHaveLength(13)
  })

  test.for(['=1+1', '+1', '-1+2', '@SUM(A1)', '\t=1', '\r=1', '  =cmd', '|calc', '%0A', '＝1+1'])(
    'makes no formula of %j',
    (reply) => {
      const cell = csvLine(sampleEvent({ reply }))
        .split(/,"?(?=[^,]*$)/)
        .at(-1)
      expect(cell?.startsWith("'")).toBe(true)
    },
  )

  test('keeps numbers as numbers', () => {
    const timings = { ...sampleEvent().timings, total_ms: 12.5 }
    expect(csvLine(sampleEvent({ timings }))).toContain(',12.5,')
  })
})
