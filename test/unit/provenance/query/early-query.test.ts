import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { writeGeneratedLog } from '../../../../bench/generated-log.ts'
import type { LoggedEvent } from '../../../../src/provenance/parse-line.ts'
import { duckDbQuery } from '../../../../src/provenance/query/duckdb/duckdb-query.ts'
import { loadDuckDb } from '../../../../src/provenance/query/duckdb/engine.ts'
import { earlyQuery } from '../../../../src/provenance/query/early-query.ts'
import type { LogQuery } from '../../../../src/provenance/query/log-query.ts'
import type { Skipped } from '../../../../src/provenance/read.ts'
import { streamQuery } from '../../../../src/provenance/query/stream-query.ts'
import { temporaryFolder } from '../../../support/folder.ts'

const HOUR = 3_600_000

test('recent times are answered from the newest events, before the whole log is read', async () => {
  const duckdb = await loadDuckDb()
  if (duckdb === null) throw new Error('DuckDB is not installed')
  const folder = temporaryFolder()
  await writeGeneratedLog(join(folder, 'provenance.ndjson'), { events: 5_000, end: Date.now() - HOUR })
  const onFallback = (reason: unknown) => {
    throw reason
  }
  const isSmall = () => Promise.resolve(false)
  const options = { duckdb, cache: join(temporaryFolder(), 'cache'), isSmall, onFallback }
  const { promise: released, resolve: release } = Promise.withResolvers<void>()
  const query = earlyQuery(() => duckDbQuery(folder, { ...options, pause: () => released }), {
    openNewest: (since) => Promise.resolve(duckDbQuery(folder, { ...options, since })),
  })
  onTestFinished(() => query.close())
  const stream = streamQuery(folder)
  const filter = { since: new Date(Date.now() - 4 * HOUR) }
  const all = query.counts()
  expect(await query.counts(filter)).toEqual(await stream.counts(filter))
  expect(await query.series(filter, { everyMs: HOUR })).toEqual(await stream.series(filter, { everyMs: HOUR }))
  expect(await query.page(filter)).toEqual(await stream.page(filter))
  expect(await query.runs(filter, 3)).toEqual(await stream.runs(filter, 3))
  release()
  expect(await all).toEqual(await stream.counts())
  expect(await query.counts(filter)).toEqual(await stream.counts(filter))
})

test('longer times are answered in part, which is told, until the whole log is read', async () => {
  const duckdb = await loadDuckDb()
  if (duckdb === null) throw new Error('DuckDB is not installed')
  const folder = temporaryFolder()
  await writeGeneratedLog(join(folder, 'provenance.ndjson'), { events: 4_000, end: Date.now() - HOUR })
  const isSmall = () => Promise.resolve(false)
  const options = { duckdb, cache: join(temporaryFolder(), 'cache'), isSmall }
  const { promise: released, resolve: release } = Promise.withResolvers<void>()
  const newestTime = new Date(Date.now() - 5 * HOUR)
  const query = earlyQuery(() => duckDbQuery(folder, { ...options, pause: () => released }), {
    openNewest: (since) => Promise.resolve(since < newestTime ? null : duckDbQuery(folder, { ...options, since })),
    newestTime: () => Promise.resolve(newestTime),
  })
  onTestFinished(() => query.close())
  const stream = streamQuery(folder)
  const recent = { since: new Date(Date.now() - 2 * HOUR) }
  expect(await query.counts(recent)).toEqual(await stream.counts(recent))
  expect(await query.partial(recent)).toBeNull()
  const older = { since: new Date(Date.now() - 8 * HOUR), type: 'response' }
  for (const filter of [{}, older]) {
    expect(await query.counts(filter)).toEqual(await stream.counts({ ...filter, since: newestTime }))
    expect(await query.partial(filter)).toMatchObject({ since: newestTime.getTime() })
  }
  const { rows } = await stream.page({ ...recent, type: 'response' }, { limit: 1 })
  const message = rows[0]?.message ?? ''
  expect(await query.event(message)).toEqual(await stream.event(message))
  const first = await stream.page({ type: 'response' }, { limit: 1, descending: false })
  const oldest = query.event(first.rows[0]?.message ?? '')
  release()
  expect(await oldest).toEqual(await stream.event(first.rows[0]?.message ?? ''))
  await expect.poll(() => query.partial(older), { timeout: 20_000 }).toBeNull()
  for (const filter of [{}, older]) expect(await query.counts(filter)).toEqual(await stream.counts(filter))
})

test('opens the newest events once for queries at the same time, and asks the whole log where they fail', async () => {
  const stream = streamQuery(temporaryFolder())
  const filter = { since: new Date(Date.now() - HOUR) }
  const expected = await stream.counts(filter)
  const { promise: asked, resolve: ask } = Promise.withResolvers<void>()
  const closed: LogQuery = {
    ...stream,
    counts() {
      ask()
      return Promise.reject(new Error('the query is closed'))
    },
    events() {
      throw new Error('the query is closed')
    },
    facts(_filter, _only, onSkipped) {
      onSkipped?.(expected.skipped)
      throw new Error('the query is closed')
    },
  }
  let read: Promise<unknown> = Promise.resolve()
  let opened = 0
  const query = earlyQuery(
    (pause) => ({
      ...stream,
      span(filter) {
        const span = asked.then(pause).then(() => stream.span(filter))
        read = span
        return span
      },
      counts: (filter) => read.then(() => stream.counts(filter)),
      progress: () => null,
    }),
    {
      openNewest() {
        opened += 1
        return Promise.resolve(closed)
      },
    },
  )
  onTestFinished(() => query.close())
  const skipped: Skipped[] = []
  const facts = async () => {
    for await (const _ of query.facts(filter, ['time'], (each) => skipped.push(each))) throw new Error('no event')
  }
  const events = async () => {
    const found: LoggedEvent[] = []
    for await (const event of query.events(filter)) found.push(event)
    return found
  }
  const answers = await Promise.all([query.counts(filter), query.counts(filter), events(), facts()])
  expect(answers).toEqual([expected, expected, [], undefined])
  expect(opened).toBe(1)
  expect(skipped).toEqual([expected.skipped])
})
