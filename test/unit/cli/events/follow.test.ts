import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { followLog, type WrittenEvent } from '../../../../src/cli/events/follow.ts'
import { lineOf } from '../../../../src/provenance/event-line.ts'
import { sampleEvent } from '../../../fixtures/sample-event.ts'

const line = (id: string, ts = new Date().toISOString()) => `${lineOf(sampleEvent({ msg_id: id, ts }))}\n`
const idsOf = (events: readonly WrittenEvent[] | undefined) =>
  events?.map((event) => ('msg_id' in event ? event.msg_id : null))

function followed(content: string) {
  const dir = mkdtempSync(join(tmpdir(), 'follow-'))
  const path = join(dir, 'provenance.ndjson')
  writeFileSync(path, content)
  const stop = new AbortController()
  const events = followLog(dir, stop.signal)
  onTestFinished(async () => {
    stop.abort()
    await events.return(undefined)
    rmSync(dir, { recursive: true })
  })
  return { path, next: async () => idsOf((await events.next()).value as WrittenEvent[] | undefined) }
}

test('returns a line whole that was begun before', async () => {
  const begun = line('begun')
  const { path, next } = followed(line('before') + begun.slice(0, 50))
  const first = next()
  appendFileSync(path, begun.slice(50))
  expect(await first).toEqual(['begun'])
})

test.for([0, 65_535, 65_536, 300_000])('returns a line that begins after a torn one of %i bytes', async (length) => {
  const { path, next } = followed(`${line('before')}${'x'.repeat(length)}`)
  const first = next()
  appendFileSync(path, `\n${line('next')}`)
  expect(await first).toEqual(['next'])
})

test('returns only the later events of a log that was removed and written again, whatever the clock of one was', async () => {
  const future = new Date(Date.now() + 86_400_000).toISOString()
  const { path, next } = followed(line('before'))
  const first = next()
  appendFileSync(path, line('first') + line('future', future))
  expect(await first).toEqual(['first', 'future'])
  const second = next()
  rmSync(path)
  writeFileSync(
    path,
    line('before', '2026-01-01T00:00:00.000Z') + line('second', new Date(Date.now() + 1_000).toISOString()),
  )
  expect(await second).toEqual(['second'])
})
