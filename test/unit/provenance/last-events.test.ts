import { appendFileSync, cpSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { beforeAll, expect, test } from 'vitest'
import type { JudgementEvent } from '../../../schemas/generated/provenance.ts'
import { lastEvents } from '../../../src/provenance/last-events.ts'
import { logReading } from '../../../src/provenance/log-reading.ts'
import type { LoggedEvent } from '../../../src/provenance/parse-line.ts'
import { readLog } from '../../../src/provenance/read.ts'
import { rotatedName } from '../../../src/provenance/rotated-name.ts'
import { sampleEvent } from '../../fixtures/sample-event.ts'
import { temporaryFolder } from '../../support/folder.ts'

const MINUTE = 60_000
const START = Date.parse('2026-01-01T00:00:00Z')

/** An event each minute, every tenth with a later verdict, some lines damaged. */
function lines(from: number, count: number): string {
  return Array.from({ length: count }, (_, at) => {
    const index = from + at
    const ts = new Date(START + index * MINUTE).toISOString()
    const text = index % 1_000 === 0 ? 'x'.repeat(700_000) : 'x'.repeat(index % 500)
    const reply = sampleEvent({
      msg_id: `m${index}`,
      ts,
      reply: text,
      source: index % 7 === 0 ? 'main_model' : 'embedder',
    })
    const written = [JSON.stringify(reply)]
    if (index % 10 === 5) written.push(JSON.stringify(judgement(`m${index - 5}`, ts)))
    if (index % 900 === 3) written.push('{"schema_version":"2.0","event_type":"resp')
    return `${written.join('\n')}\n`
  }).join('')
}

function judgement(msg_id: string, ts: string, verdict: JudgementEvent['verdict'] = 'fail'): JudgementEvent {
  const facts = { schema_version: '2.0', event_type: 'judgement', run_id: 'run', judged_by: 'a person' } as const
  return { ...facts, ts, msg_id, verdict, why: `not as agreed: ${verdict}`, version: '0.1.0' }
}

/** A log of an archive with 500 events, a rotated part with 4,000 and a current file with 6,000. */
function folderWithParts(): string {
  const folder = mkdtempSync(join(tmpdir(), 'aios-test-'))
  const at = (minute: number) => START + minute * MINUTE
  writeFileSync(join(folder, `${rotatedName(at(500))}.gz`), gzipSync(lines(0, 500)))
  writeFileSync(join(folder, rotatedName(at(4_500))), lines(500, 4_000))
  writeFileSync(join(folder, 'provenance.ndjson'), lines(4_500, 6_000))
  return folder
}

/** The same from the whole log. */
async function expectedEvents(
  from: string | readonly string[],
  most: number,
  matches: (event: LoggedEvent) => boolean,
) {
  const events: LoggedEvent[] = []
  const { events: all, skipped } = readLog(from)
  for await (const event of all) if (matches(event)) events.push(event)
  return { events: events.slice(-most), hasEarlier: events.length > most, skipped }
}

const all = () => true
const isMain = (event: LoggedEvent) => 'source' in event && event.source === 'main_model'
const isAgreed = (event: LoggedEvent) => 'why' in event && event.why === 'not as agreed: fail'
const isEarly = (event: LoggedEvent) => Date.parse(event.ts) < START + 200 * MINUTE

let shared = ''
beforeAll(() => {
  shared = folderWithParts()
  return () => rmSync(shared, { recursive: true })
})

test.for([
  ['all', 1, all],
  ['all', 20, all],
  ['more than the newest file has', 7_000, all],
  ['more than there are', 20_000, all],
  ['of a source', 3_000, isMain],
  ['with a later verdict', 30, isAgreed],
  ['of the archive', 50, isEarly],
] as const)('returns the last events: %s, %i', async ([, most, matches]) => {
  const { events, hasEarlier } = await expectedEvents(shared, most, matches)
  expect(events.length).toBeGreaterThan(0)
  const found = await lastEvents(shared, { most, matches })
  expect(found.events).toEqual(events)
  expect(found.hasEarlier).toBe(hasEarlier)
})

test('reads no more of the log than it needs', async () => {
  const path = join(shared, 'provenance.ndjson')
  logReading.bytes = 0
  await lastEvents(shared, { most: 20, matches: all })
  expect(logReading.bytes).toBeLessThan(statSync(path).size / 2)
})

test('reports damaged lines with their places, and a torn last line as such', async () => {
  const folder = temporaryFolder()
  cpSync(shared, folder, { recursive: true })
  appendFileSync(join(folder, 'provenance.ndjson'), '{"torn')
  const { skipped: expected } = await expectedEvents(folder, 1, all)
  expect(expected).toMatchObject({ broken: 13 })
  const everything = await lastEvents(folder, { most: 1, matches: () => false })
  expect(everything.skipped).toEqual(expected)
  const end = await lastEvents(folder, { most: 1, matches: all })
  expect(end.skipped).toMatchObject({
    broken: 1,
    brokenAt: [{ path: join(folder, 'provenance.ndjson'), line: 6_608, isLast: true }],
  })
})

test('returns events from a time on, without those dated after now', async () => {
  const folder = temporaryFolder()
  cpSync(shared, folder, { recursive: true })
  const future = new Date(Date.now() + 3_600_000).toISOString()
  appendFileSync(
    join(folder, 'provenance.ndjson'),
    `${JSON.stringify(sampleEvent({ msg_id: 'future', ts: future }))}\n`,
  )
  const since = new Date(START + 10_495 * MINUTE)
  const { events, hasEarlier, skipped } = await lastEvents(folder, { most: 20, since, matches: all })
  expect(events.map((event) => 'msg_id' in event && event.msg_id)).toEqual(
    [10_495, 10_496, 10_497, 10_498, 10_499].map((id) => `m${id}`),
  )
  expect(hasEarlier).toBe(false)
  expect(skipped.future).toEqual({ count: 1, latest: future })
})

test('goes on with the other files where one is damaged or very long lines are in it', async () => {
  const folder = temporaryFolder()
  const archive = gzipSync(lines(1, 500))
  writeFileSync(join(folder, `${rotatedName(START)}.gz`), archive.subarray(0, archive.length - 200))
  const zeros = Buffer.alloc(20 * 1024 * 1024)
  writeFileSync(
    join(folder, 'provenance.ndjson'),
    Buffer.concat([Buffer.from(lines(1_001, 5)), zeros, Buffer.from('\n')]),
  )
  const { events, skipped } = await lastEvents(folder, { most: 10, matches: all })
  expect(events.slice(-5).map((event) => 'msg_id' in event && event.msg_id)).toEqual([
    'm1001',
    'm1002',
    'm1003',
    'm1004',
    'm1005',
  ])
  expect(events).toHaveLength(10)
  expect(skipped).toMatchObject({ unreadable: [{ reason: expect.stringContaining('unexpected end of file') }] })
})

test('takes the last of several judgements of the same time', async () => {
  const folder = temporaryFolder()
  const ts = new Date(START + 10 * MINUTE).toISOString()
  const judgements = (['pass', 'fail'] as const).map((verdict) => `${JSON.stringify(judgement('m8', ts, verdict))}\n`)
  writeFileSync(join(folder, 'provenance.ndjson'), `${lines(8, 1)}${judgements.join('')}`)
  const { events } = await lastEvents(folder, { most: 1, matches: all })
  expect(events).toEqual((await expectedEvents(folder, 1, all)).events)
  expect(events).toMatchObject([{ msg_id: 'm8', verdict: 'fail' }])
})

test('finds the verdict on a reply in the log of another machine', async () => {
  const [first, second] = [temporaryFolder(), temporaryFolder()].map((folder) => join(folder, 'provenance.ndjson'))
  writeFileSync(first ?? '', `${JSON.stringify(judgement('m7', '2026-02-01T00:00:00Z'))}\n`)
  writeFileSync(second ?? '', lines(1, 9))
  const { events, hasEarlier } = await lastEvents([first ?? '', second ?? ''], { most: 3, matches: all })
  expect(events).toMatchObject([{ msg_id: 'm7', verdict: 'fail' }, { msg_id: 'm8', verdict: 'pass' }, { msg_id: 'm9' }])
  expect(hasEarlier).toBe(true)
})
