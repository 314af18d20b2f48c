import { appendFileSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import type { ProvenanceEvent } from '../../schemas/generated/provenance.ts'
import { openProvenanceLog } from '../../src/provenance/log.ts'
import { readLog } from '../../src/provenance/read.ts'
import { sampleEvent } from '../fixtures/sample-event.ts'
import { temporaryFolder } from '../support/folder.ts'

async function all(dir: string, since?: Date) {
  const reading = readLog(dir, since === undefined ? {} : { since })
  const events: ProvenanceEvent[] = []
  for await (const event of reading.events) events.push(event)
  return { ids: events.map((event) => ('msg_id' in event ? event.msg_id : event.event_type)), skipped: reading.skipped }
}

describe('the log', () => {
  test('gives every event in the order in which they were written, rotated parts first', async () => {
    const folder = temporaryFolder()
    const log = openProvenanceLog(folder)
    for (const id of ['a', 'b']) log.append({ ...sampleEvent(), msg_id: id })
    log.close()
    renameSync(join(folder, 'provenance.ndjson'), join(folder, 'provenance.1.ndjson'))
    writeFileSync(
      join(folder, 'provenance.0.ndjson.gz'),
      gzipSync(`${JSON.stringify({ ...sampleEvent(), msg_id: 'oldest' })}\n`),
    )
    log.append({ ...sampleEvent(), msg_id: 'c' })
    log.close()
    expect(await all(folder)).toEqual({ ids: ['oldest', 'a', 'b', 'c'], skipped: { broken: 0, older: 0 } })
  })

  test('goes on behind what is torn or damaged, and counts it', async () => {
    const folder = temporaryFolder()
    mkdirSync(folder, { recursive: true })
    const path = join(folder, 'provenance.ndjson')
    const line = (id: string) => `${JSON.stringify({ ...sampleEvent(), msg_id: id })}\n`
    writeFileSync(path, `${line('a')}{"schema_version":"2.0","ts":"2026-\n\0\0\nnull\n[]\n${line('b')}`)
    appendFileSync(
      path,
      '{"ts":"2025-01-01T00:00:00Z","conv_id":"c","question":"q","response":"r","trait":"t"}\n{"torn',
    )
    expect(await all(folder)).toEqual({ ids: ['a', 'b'], skipped: { broken: 5, older: 1 } })
  })

  test('is read from a time on', async () => {
    const folder = temporaryFolder()
    const log = openProvenanceLog(folder)
    log.append({ ...sampleEvent(), msg_id: 'before', ts: '2026-01-01T00:00:00.000Z' })
    log.append({ ...sampleEvent(), msg_id: 'then', ts: '2026-01-02T00:00:00.000Z' })
    log.close()
    expect((await all(folder, new Date('2026-01-02T00:00:00Z'))).ids).toEqual(['then'])
  })

  test('that is not there has no events', async () => {
    const folder = temporaryFolder()
    const reading = readLog(join(folder, 'nowhere'))
    expect(reading.files).toEqual([])
    expect((await all(join(folder, 'nowhere'))).ids).toEqual([])
  })
})
