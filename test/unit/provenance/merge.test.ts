import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { lineOf } from '../../../src/provenance/event-line.ts'
import { mergeLogs } from '../../../src/provenance/merge.ts'
import { readLog } from '../../../src/provenance/read.ts'
import { writeMixedLog } from '../../fixtures/mixed-log.ts'
import { sampleEvent } from '../../fixtures/sample-event.ts'
import { temporaryFolder } from '../../support/folder.ts'

function line(msg_id: string, minute: number): string {
  const ts = new Date(Date.parse('2026-11-23T10:00:00Z') + minute * 60_000).toISOString()
  return JSON.stringify(sampleEvent({ msg_id, ts }))
}

function machine(folder: string, files: Record<string, string | Buffer>): string {
  mkdirSync(folder, { recursive: true })
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content)
  return folder
}

function idsIn(path: string): string[] {
  const bytes = readFileSync(path)
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString()
  return text
    .trimEnd()
    .split('\n')
    .map((each) => (JSON.parse(each) as { msg_id: string }).msg_id)
}

async function eventsIn(from: string | readonly string[]): Promise<string[]> {
  const found: string[] = []
  for await (const event of readLog(from).events) found.push(JSON.stringify(event))
  return found
}

test('merges the logs of machines with their archives in order of time, each event once', async () => {
  const folder = temporaryFolder()
  const a = machine(join(folder, 'a'), {
    'provenance.20261123T100300000Z.ndjson.gz': gzipSync(`${line('a0', 0)}\n${line('a2', 2)}\n`),
    'provenance.ndjson': `${line('a4', 4)}\n${line('a3', 3)}\n{"torn`,
  })
  const b = machine(join(folder, 'b'), {
    'provenance.ndjson': `${line('b1', 1)}\r\n${line('a2', 2)}\n\n${line('b5', 5)}`,
  })
  const out = join(folder, 'merged.ndjson')
  const merged = await mergeLogs([a, b], out)
  expect(idsIn(out)).toEqual(['a0', 'b1', 'a2', 'a3', 'a4', 'b5'])
  expect(merged).toMatchObject({ read: 7, duplicates: 1, written: 6, broken: 1, unreadable: [] })
  expect(readdirSync(folder).sort()).toEqual(['a', 'b', 'merged.ndjson'])
})

test('adds what is new to a file that exists, and writes archives', async () => {
  const folder = temporaryFolder()
  const a = machine(join(folder, 'a'), { 'provenance.ndjson': `${line('one', 1)}\n` })
  const b = machine(join(folder, 'b'), { 'provenance.ndjson': `${line('two', 2)}\n` })
  const out = join(folder, 'merged.ndjson.gz')
  await mergeLogs([a], out)
  const before = readFileSync(out)
  expect(await mergeLogs([a], out)).toMatchObject({ duplicates: 1, written: 1 })
  expect(gunzipSync(readFileSync(out))).toEqual(gunzipSync(before))
  await mergeLogs([b], out)
  expect(idsIn(out)).toEqual(['one', 'two'])
})

test('gives the same events with little memory, in whatever chunks', async () => {
  const folder = temporaryFolder()
  writeMixedLog(join(folder, 'a'), 7)
  writeMixedLog(join(folder, 'b'), 8)
  const logs = [join(folder, 'a'), join(folder, 'b')]
  const [whole, chunked] = [join(folder, 'whole.ndjson'), join(folder, 'chunked.ndjson')]
  const merged = await mergeLogs(logs, whole)
  await mergeLogs(logs, chunked, { chunk: 5_000 })
  expect(readFileSync(chunked, 'utf8')).toBe(readFileSync(whole, 'utf8'))
  expect(merged.read).toBe(merged.written + merged.duplicates)
  expect((await eventsIn([whole])).toSorted()).toEqual([...new Set(await eventsIn(logs))].toSorted())
})

test('takes equal events for one, whatever the order of their keys', async () => {
  const folder = temporaryFolder()
  const event = sampleEvent()
  const reversed = Object.fromEntries(Object.entries(event).toReversed())
  const a = machine(folder, { 'x.ndjson': `${JSON.stringify(event)}\n${JSON.stringify(reversed, null, 0)}\n` })
  const out = join(folder, 'out.ndjson')
  expect(await mergeLogs([a], out)).toMatchObject({ duplicates: 1, written: 1 })
})

test('takes a short event and the whole one for one event', async () => {
  const folder = temporaryFolder()
  const route = { weight: 0.4, parts: { base: 0.4 }, bucket: 'control', boundary: 0.5, propensity: 1 } as const
  const event = sampleEvent({ route, judged_by: 'toAnswer' })
  const [short, whole] = [lineOf(event), JSON.stringify(event)]
  expect(short.length).toBeLessThan(whole.length)
  const a = machine(folder, { 'x.ndjson': `${short}\n${whole}\n` })
  expect(await mergeLogs([a], join(folder, 'out.ndjson'))).toMatchObject({ duplicates: 1, written: 1 })
})

test('keeps two events with one id that differ', async () => {
  const folder = temporaryFolder()
  const lines = ['pass', 'fail'].map((verdict) => JSON.stringify(sampleEvent({ verdict: verdict as 'pass' | 'fail' })))
  const a = machine(folder, { 'x.ndjson': `${lines.join('\n')}\n` })
  expect(await mergeLogs([a], join(folder, 'out.ndjson'))).toMatchObject({ duplicates: 0, written: 2 })
})

test('refuses to replace a log that runs write to, and a file that is not a log', async () => {
  const folder = temporaryFolder()
  const a = machine(join(folder, 'a'), { 'provenance.ndjson': `${line('one', 1)}\n` })
  await expect(mergeLogs([a], join(a, 'provenance.ndjson'))).rejects.toThrow('runs write to it')
  const notes = join(folder, 'notes.txt')
  writeFileSync(notes, 'remember the milk\n')
  await expect(mergeLogs([a], notes)).rejects.toThrow('has lines that are not events')
  expect(readFileSync(notes, 'utf8')).toBe('remember the milk\n')
  await expect(mergeLogs([join(folder, 'nowhere')], join(folder, 'out.ndjson'))).rejects.toThrow('no such file')
  expect(readdirSync(folder).sort()).toEqual(['a', 'notes.txt'])
})

test('reports an archive that is cut, and keeps its events', async () => {
  const folder = temporaryFolder()
  const lines = Array.from({ length: 3_000 }, (_, index) => line(`z${index * 7_919}`, index)).join('\n')
  const whole = gzipSync(`${lines}\n`)
  const a = machine(join(folder, 'a'), { 'x.ndjson.gz': whole.subarray(0, whole.length / 2) })
  const merged = await mergeLogs([a], join(folder, 'out.ndjson'))
  expect(merged.unreadable).toEqual([{ path: join(a, 'x.ndjson.gz'), reason: 'unexpected end of file' }])
  expect(merged.written).toBeGreaterThan(100)
})
