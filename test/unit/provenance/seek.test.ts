import { appendFileSync, statSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { readLog } from '../../../src/provenance/read.ts'
import { rotatedName } from '../../../src/provenance/rotated-name.ts'
import { offsetOf } from '../../../src/provenance/seek.ts'
import { sampleEvent } from '../../fixtures/sample-event.ts'
import { temporaryFolder } from '../../support/folder.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const START = Date.parse('2026-01-01T00:00:00Z')

/** An event each minute for 20,000 minutes, about 17 MB. */
const MINUTES = 20_000
const SINCE = new Date(START + (MINUTES - 1_000) * MINUTE)

function eventAt(minute: number, facts: Partial<ReturnType<typeof sampleEvent>> = {}) {
  return sampleEvent({
    msg_id: `m${minute}`,
    ts: new Date(START + minute * MINUTE).toISOString(),
    reply: 'x'.repeat(300),
    ...facts,
  })
}

function lineOf(event: object): string {
  return `${JSON.stringify(event)}\n`
}

/** The lines of the events in their order, made once for all tests. */
const LINES: readonly string[] = Array.from({ length: MINUTES }, (_, minute) => lineOf(eventAt(minute)))

/** Ids of the events since then, and the offset at which a reading of the file begins. */
async function since(path: string, from = SINCE) {
  const reading = readLog([path], { since: from })
  const ids: string[] = []
  for await (const event of reading.events) if ('msg_id' in event) ids.push(event.msg_id)
  const file = await open(path)
  const offset = await offsetOf(file, { from: from.getTime(), to: Date.now() })
  await file.close()
  return { ids, offset, share: offset / statSync(path).size, skipped: reading.skipped }
}

function expectedIds(from = SINCE): string[] {
  const first = Math.ceil((from.getTime() - START) / MINUTE)
  return Array.from({ length: Math.max(0, MINUTES - first) }, (_, at) => `m${first + at}`)
}

function logWith(content: string): string {
  const path = join(temporaryFolder(), 'provenance.ndjson')
  writeFileSync(path, content)
  return path
}

describe('a reading from a time on', () => {
  test('begins near that time, and returns what a reading of the whole file returns', async () => {
    const path = logWith(LINES.join(''))
    const { ids, share } = await since(path)
    expect(ids).toEqual(expectedIds())
    expect(share).toBeGreaterThan(0.9)
    for (const minute of [-1, 1, 12_345, MINUTES - 1, MINUTES + 1]) {
      const from = new Date(START + minute * MINUTE)
      expect((await since(path, from)).ids).toEqual(minute < 0 ? expectedIds(new Date(START)) : expectedIds(from))
    }
  })

  test('keeps lines that several writers appended out of order by some hours', async () => {
    const lines = [...LINES]
    for (const minute of [19_000, 19_001, 19_500]) {
      const late = lines.splice(minute, 1, lineOf(eventAt(minute, { msg_id: 'moved' })))
      lines.splice(minute - 200, 0, ...late)
    }
    const { ids, share } = await since(logWith(lines.join('')))
    expect(ids).toEqual(expect.arrayContaining(['m19000', 'm19001', 'm19500']))
    expect(share).toBeGreaterThan(0.9)
  })

  test('is not misled by wrong clocks, events without a time, torn and damaged lines', async () => {
    const wrong = (minute: number) => (minute % 3 === 0 ? START - 900 * 24 * HOUR : Date.now() + 900 * 24 * HOUR)
    const lines = LINES.flatMap((whole, minute) => {
      const line = whole.trimEnd()
      if (minute % 10 === 3)
        return [line, JSON.stringify(eventAt(minute, { msg_id: 'wrong', ts: new Date(wrong(minute)).toISOString() }))]
      if (minute % 10 === 5) return [line, '{"conv_id":"c","question":"q","response":"r"}']
      if (minute % 10 === 7) return [line, line.slice(0, 100), '\0'.repeat(50), '[]']
      return [line]
    })
    const path = logWith(`${lines.join('\n')}\n${'z'.repeat(100_000)}`)
    const { ids, share, skipped } = await since(path)
    expect(ids).toEqual(expectedIds())
    expect(share).toBeGreaterThan(0.9)
    const [{ line } = { line: 0 }] = skipped.brokenAt
    expect(line).toBeGreaterThan(25_000)
    expect(lines[line - 1]).toHaveLength(100)
  })

  test('reads the whole of a file that is not in order of time', async () => {
    const half = MINUTES / 2
    const reversed = logWith(LINES.toReversed().join(''))
    const joined = logWith([...LINES.slice(half), ...LINES.slice(0, half)].join(''))
    for (const path of [reversed, joined]) {
      const { ids, offset } = await since(path)
      expect(ids.toSorted()).toEqual(expectedIds().toSorted())
      expect(offset).toBe(0)
    }
  })

  test('applies judgements that came after the replies, and keeps the attempts before', async () => {
    const golden = { set: 's', id: 'g', trait: 't', fingerprint: 'f' }
    const path = logWith(LINES.join(''))
    appendFileSync(
      path,
      [
        eventAt(MINUTES - 1_002, { msg_id: 'first attempt', golden, verdict: 'fail' }),
        eventAt(MINUTES - 998, { msg_id: 'second attempt', golden, retry: 1 }),
        {
          schema_version: '2.0',
          event_type: 'judgement',
          ts: new Date(START + MINUTES * MINUTE).toISOString(),
          run_id: 'run',
          msg_id: `m${MINUTES - 1}`,
          verdict: 'fail',
          judged_by: 'a person',
          version: '0.1.0',
        },
      ]
        .map(lineOf)
        .join(''),
    )
    const judged: unknown[] = []
    for await (const event of readLog([path], { since: SINCE }).events)
      if (event.event_type === 'response' && event.verdict === 'fail') judged.push(event.msg_id)
    expect(judged).toEqual([`m${MINUTES - 1}`, 'first attempt'])
  })

  test('does not open parts that were rotated long before', async () => {
    const folder = temporaryFolder()
    const name = (hoursBefore: number) => join(folder, `${rotatedName(SINCE.getTime() - hoursBefore * HOUR)}.gz`)
    writeFileSync(name(24), 'not an archive: reading it would be reported')
    writeFileSync(name(1), gzipSync(lineOf(eventAt(MINUTES, { msg_id: 'logged late' }))))
    writeFileSync(join(folder, 'provenance.ndjson'), lineOf(eventAt(MINUTES + 1)))
    const reading = readLog(folder, { since: SINCE })
    const ids: string[] = []
    for await (const event of reading.events) if ('msg_id' in event) ids.push(event.msg_id)
    expect(ids).toEqual(['logged late', `m${MINUTES + 1}`])
    expect(reading.skipped.unreadable).toEqual([])
    expect(reading.files).toHaveLength(3)
  })
})
