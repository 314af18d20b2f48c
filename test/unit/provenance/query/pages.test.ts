import { appendFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { LogQuery, PageOptions } from '../../../../src/provenance/query/log-query.ts'
import { openLogQuery } from '../../../../src/provenance/query/open-query.ts'
import { writeMixedLog } from '../../../fixtures/mixed-log.ts'
import { sampleEvent } from '../../../fixtures/sample-event.ts'
import { temporaryFolder } from '../../../support/folder.ts'

const line = (msg_id: string, ts: string) => `${JSON.stringify(sampleEvent({ msg_id, ts }))}\n`

async function messagesOf(query: LogQuery, options: PageOptions, onPage = () => {}): Promise<(string | null)[]> {
  const messages: (string | null)[] = []
  for (let cursor: string | null | undefined; cursor !== null;) {
    const { rows, next } = await query.page({}, cursor === undefined ? options : { ...options, cursor })
    messages.push(...rows.map(({ message }) => message))
    cursor = next
    onPage()
  }
  return messages
}

describe.each(['stream', 'duckdb'] as const)('pages of the %s reader', (reader) => {
  async function open(folder: string): Promise<LogQuery> {
    const query = await openLogQuery(folder, { reader })
    onTestFinished(() => query.close())
    return query
  }

  test('together have each event once, in the order of one large page', async () => {
    const folder = temporaryFolder()
    writeMixedLog(folder, 3)
    const query = await open(folder)
    for (const sort of ['time', 'latencyMs', 'golden'] as const) {
      const { rows, next, total } = await query.page({}, { sort, limit: 1_000 })
      expect(next).toBeNull()
      expect(rows).toHaveLength(total)
      expect(await messagesOf(query, { sort, limit: 77 })).toEqual(rows.map(({ message }) => message))
    }
  })

  test('have each of several copies of an event', async () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'provenance.ndjson'), line('copy', '2026-11-24T10:00:00.000Z').repeat(7))
    expect(await messagesOf(await open(folder), { limit: 2 })).toEqual(Array(7).fill('copy'))
  })

  test('do not shift when events are appended', async () => {
    const folder = temporaryFolder()
    const path = join(folder, 'provenance.ndjson')
    writeFileSync(path, ['a', 'b', 'c', 'd'].map((id, hour) => line(id, `2026-11-24T1${hour}:00:00.000Z`)).join(''))
    const query = await open(folder)
    const append = () => appendFileSync(path, line('new', '2026-11-24T20:00:00.000Z'))
    expect(await messagesOf(query, { limit: 2 }, append)).toEqual(['d', 'c', 'b', 'a'])
  })

  test('reject a text that is not a cursor, and the cursor of another order', async () => {
    const folder = temporaryFolder()
    writeMixedLog(folder, 3, 40)
    const query = await open(folder)
    const { next } = await query.page({}, { limit: 3 })
    await expect(query.page({}, { cursor: 'x' })).rejects.toThrow('"cursor" is invalid: use `next` of the page before')
    await expect(query.page({}, { sort: 'weight', cursor: next ?? '' })).rejects.toThrow(
      '"cursor" is of pages that are sorted by time: begin with the first page',
    )
  })
})

test('the stamp of a log changes with its files', async () => {
  const folder = temporaryFolder()
  const path = join(folder, 'provenance.ndjson')
  const query = await openLogQuery(folder)
  const stamps = [query.stamp()]
  writeFileSync(path, line('a', '2026-11-24T10:00:00.000Z'))
  stamps.push(query.stamp(), query.stamp())
  appendFileSync(path, line('b', '2026-11-24T10:00:00.000Z'))
  stamps.push(query.stamp())
  expect(stamps[1]).toBe(stamps[2])
  expect(new Set(stamps).size).toBe(3)
})
