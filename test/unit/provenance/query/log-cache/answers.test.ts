import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { streamQuery } from '../../../../../src/provenance/query/stream-query.ts'
import { writeMixedLog } from '../../../../fixtures/mixed-log.ts'
import {
  allAnswers,
  cached,
  expectEqualCounts,
  FILTERS,
  folders,
  line,
  many,
  parquetFiles,
} from '../../../../support/log-cache.ts'

test('a cold and a warm cache give the answers of the streaming reader; a warm one is not written', async () => {
  const { folder, cache } = folders()
  writeMixedLog(folder, 4, 200)
  const expected = await allAnswers(streamQuery(folder))
  expect(await allAnswers(await cached(folder, cache), [{}])).toEqual(expected.slice(0, 1))
  const made = parquetFiles(cache)
  // Of each file of the log, and its judgements.
  expect(made).toHaveLength(8)
  expect(await allAnswers(await cached(folder, cache))).toEqual(expected)
  expect(parquetFiles(cache)).toEqual(made)
})

test('quantiles of more events than are held at once are those of the streaming reader', async () => {
  const { folder, cache } = folders()
  writeMixedLog(folder, 3, 200)
  const query = await cached(folder, cache, { mostAtOnce: 10 })
  for (const by of [undefined, 'bucket', 'verdict'] as const) {
    const options = {
      everyMs: 86_400_000,
      ...(by && { by }),
      limits: { latencyMs: 500 },
    }
    const points = await query.series({}, options)
    expect(points).toEqual(await streamQuery(folder).series({}, options))
    expect(points.some(({ p95Ms, tokensPerSecond }) => p95Ms !== null && tokensPerSecond !== null)).toBe(true)
  }
})

test('events in memory get the verdicts that come later, and lose those that disappear', async () => {
  const { folder, cache, log } = folders()
  writeFileSync(log, many(300))
  const query = await cached(folder, cache)
  const expectEqual = async (filters = FILTERS) =>
    expect(await allAnswers(query, filters)).toEqual(await allAnswers(streamQuery(folder), filters))
  await expectEqual([{}])
  // Between the queries the events are taken into memory.
  await wait(500)
  await expectEqual()
  const later = {
    ts: '2026-11-24T10:00:00.000Z',
    msg_id: 'm7',
    verdict: 'fail',
    why: 'another town',
  }
  const judgement = {
    schema_version: '2.0',
    event_type: 'judgement',
    run_id: 'run',
    judged_by: 'test',
    version: '0.1.0',
  }
  appendFileSync(log, `${JSON.stringify({ ...judgement, ...later })}\n`)
  expect((await query.page({ text: 'another town' })).rows).toMatchObject([{ message: 'm7', verdict: 'fail' }])
  await wait(500)
  await expectEqual()
  writeFileSync(log, many(300))
  await expectEqual([{}])
})

test('a large file is read in pieces, with lines that are longer than a piece', async () => {
  const { folder, cache, log } = folders()
  const judgement = `${JSON.stringify({ schema_version: '2.0', event_type: 'judgement', ts: '2026-11-24T10:00:00.000Z', run_id: 'run', msg_id: 'm7', verdict: 'fail', judged_by: 'a person', version: '0.1.0' })}\n`
  const long = line('long', { reply: 'so long '.repeat(1_200_000) })
  const text = [
    many(1_500, { reply: 'x'.repeat(1_730) }),
    judgement,
    long,
    line('broken').replace('"question":', '"question"'),
    many(750, { verdict: 'fail', reply: 'x'.repeat(1_730) }),
  ]
  writeFileSync(log, text.join(''))
  const query = await cached(folder, cache)
  await expectEqualCounts(query, folder)
  expect(parquetFiles(cache).length).toBeGreaterThan(1)
  for (const message of ['m7', 'long', 'm749'])
    expect(await query.event(message)).toEqual(await streamQuery(folder).event(message))
})

test('a cache that cannot be written is done without', async () => {
  const { folder, cache, log } = folders()
  writeFileSync(log, many(60))
  mkdirSync(join(cache, '..'), { recursive: true })
  writeFileSync(cache, 'a file')
  await expectEqualCounts(await cached(folder, cache), folder)
  expect(readFileSync(cache, 'utf8')).toBe('a file')
})

test('queries at the same time give the same answers as one after the other', async () => {
  const { folder, cache, log } = folders()
  writeMixedLog(folder, 5)
  const query = await cached(folder, cache)
  const answers = [1, 2, 3].map(async () => {
    const facts: (string | null)[] = []
    for await (const { message } of query.facts({}, ['message'])) facts.push(message)
    return {
      total: (await query.counts()).total,
      facts: facts.length,
      runs: (await query.runs()).length,
    }
  })
  const [first, ...others] = await Promise.all(answers)
  expect(first?.facts).toBe(first?.total)
  expect(others).toEqual([first, first])
  expect(readFileSync(log).length).toBeGreaterThan(0)
})
