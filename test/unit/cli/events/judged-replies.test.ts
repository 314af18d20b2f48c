import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import type { JudgementEvent } from '../../../../schemas/generated/provenance.ts'
import { JudgedReplies } from '../../../../src/cli/events/judged-replies.ts'
import type { WrittenEvent } from '../../../../src/cli/events/follow.ts'
import { logReading } from '../../../../src/provenance/log-reading.ts'
import type { LoggedEvent } from '../../../../src/provenance/parse-line.ts'
import { rotatedName } from '../../../../src/provenance/rotated-name.ts'
import { sampleEvent } from '../../../fixtures/sample-event.ts'

const MB = 1_000_000

let dir: string
let notes: string[]

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'judged-replies-'))
  notes = []
  onTestFinished(() => rmSync(dir, { recursive: true }))
})

function verdict(msg_id: string): JudgementEvent {
  const facts = { schema_version: '2.0', event_type: 'judgement', run_id: 'run', judged_by: 'Ada' } as const
  return { ...facts, ts: new Date().toISOString(), msg_id, verdict: 'fail', why: 'it is wrong', version: '0.1.0' }
}

const lineOf = (event: WrittenEvent) => `${JSON.stringify(event)}\n`
const reply = (msg_id: string, length = 1) => sampleEvent({ msg_id, verdict: 'unjudged', reply: 'x'.repeat(length) })

/** Replies of 100 kB each. */
const replies = (count: number) => Array.from({ length: count }, (_, at) => lineOf(reply(`m${at}`, 100_000))).join('')

/** Appends events, and returns what a reader prints for them and the bytes that it read. */
async function append(reader: JudgedReplies, ...events: WrittenEvent[]) {
  appendFileSync(join(dir, 'provenance.ndjson'), events.map(lineOf).join(''))
  const before = logReading.bytes
  const printed = (await reader.eventsOf(events)).map(textOf)
  return { printed, bytes: logReading.bytes - before }
}

function textOf(event: LoggedEvent): string {
  return event.event_type === 'response' && 'msg_id' in event ? `${event.msg_id} ${event.verdict}` : event.event_type
}

test('looks once for a reply that is missing, until it is appended', async () => {
  writeFileSync(join(dir, 'provenance.ndjson'), replies(20))
  const reader = new JudgedReplies(dir, (text) => notes.push(text))
  const first = await append(reader, verdict('late'), verdict('m3'))
  expect(first.printed).toEqual(['m3 fail'])
  expect(first.bytes).toBeGreaterThan(2 * MB)
  expect(notes).toEqual(['the reply "late" has a new verdict and is not among the last events of the log'])
  expect(await append(reader, verdict('late'), reply('other'))).toEqual({ printed: ['other unjudged'], bytes: 0 })
  expect((await append(reader, reply('late'), verdict('late'))).printed).toEqual(['late fail'])
  expect(notes).toHaveLength(1)
})

test('searches the end of a large log, also of an archive, and no earlier part', async () => {
  writeFileSync(join(dir, `${rotatedName(1)}.gz`), gzipSync(lineOf(reply('oldest'))))
  writeFileSync(join(dir, `${rotatedName(2)}.gz`), gzipSync(lineOf(reply('archived'))))
  writeFileSync(join(dir, 'provenance.ndjson'), lineOf(reply('first')) + replies(60))
  const near = new JudgedReplies(dir, (text) => notes.push(text), { searched: 2 * MB })
  const { printed, bytes } = await append(near, verdict('m55'), verdict('first'))
  expect(printed).toEqual(['m55 fail'])
  // Each part is read twice, and the last one is at most 2 MB.
  expect(bytes).toBeLessThan(2 * 4 * MB)
  const all = new JudgedReplies(dir, (text) => notes.push(text))
  expect((await append(all, verdict('first'), verdict('archived'))).printed).toEqual(['archived fail', 'first fail'])
  expect(notes).toHaveLength(1)
})

test('reads a file of many parts without a warning', async () => {
  writeFileSync(join(dir, 'provenance.ndjson'), replies(400))
  const warnings: string[] = []
  const listen = ({ name }: Error) => warnings.push(name)
  process.on('warning', listen)
  onTestFinished(() => void process.off('warning', listen))
  await append(new JudgedReplies(dir, (text) => notes.push(text)), verdict('missing'))
  await new Promise(setImmediate)
  expect(warnings).toEqual([])
  expect(notes).toHaveLength(1)
})
