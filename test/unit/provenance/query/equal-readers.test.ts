import { appendFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { LogFilter } from '../../../../src/provenance/query/log-filter.ts'
import { COUNTED_BY, type LogQuery, SORTED_BY } from '../../../../src/provenance/query/log-query.ts'
import { openLogQuery } from '../../../../src/provenance/query/open-query.ts'
import { streamQuery } from '../../../../src/provenance/query/stream-query.ts'
import { writeMixedLog } from '../../../fixtures/mixed-log.ts'
import { batch, hypothesisTest, lines, realGoldens, realTraffic } from '../../../fixtures/runbook-events.ts'
import { sampleEvent } from '../../../fixtures/sample-event.ts'
import { temporaryFolder } from '../../../support/folder.ts'

const HOUR = 3_600_000

const FILTERS: Record<string, LogFilter> = {
  'no filter': {},
  'a type': { type: 'response' },
  'several values': { source: ['embedder', 'main_model'], verdict: ['pass', 'fail'], origin: 'measured' },
  'a verdict after judgements': { verdict: 'unjudged' },
  'a first time, with wrong clocks': { since: new Date('2026-11-01T20:00:00Z') },
  'a time window': { since: new Date('2026-11-01T05:00:00Z'), until: new Date('2026-11-02T01:00:00Z') },
  'a text in any case': { text: 'WÜRZBURG' },
  'a text with a final sigma, and a dotted i': { text: 'οδος' },
  'a text with special characters': { text: 'i̇stanbul or ο' },
  'a text of a reason': { text: 'another town' },
  'a text of a failure': { text: 'no reply in time' },
  'a text with SQL in it': { text: "' OR 1=1 --" },
  'a golden set, a trait with quotes': { set: 'a', trait: 'ÿ "z"' },
  'nothing that matches': { conversation: "c'; DROP TABLE others; --" },
}

/** A query that DuckDB answers, or the test fails. */
async function duckDb(from: string | readonly string[]): Promise<LogQuery> {
  const query = await openLogQuery(from, {
    reader: 'duckdb',
    onFallback: (reason) => {
      throw reason
    },
  })
  onTestFinished(() => query.close())
  return query
}

async function answers(query: LogQuery, filter: LogFilter) {
  const facts: string[] = []
  for await (const { time, message, verdict, source } of query.facts(filter, ['time', 'message', 'verdict', 'source']))
    facts.push(JSON.stringify({ time, message, verdict, source }))
  return {
    counts: await query.counts(filter),
    series: await query.series(filter, { everyMs: HOUR }),
    facts: facts.toSorted(),
    page: await query.page(filter, { sort: 'latencyMs', offset: 3, limit: 10 }),
    weights: await query.weights(filter),
    sample: await query.weights(filter, 20),
    runs: await query.runs(filter, 5),
  }
}

describe('both readers give the same answers', () => {
  test.for(Object.entries(FILTERS))('for %s', async ([, filter]) => {
    const folder = temporaryFolder()
    writeMixedLog(folder, 1)
    const [expected, found] = [streamQuery(folder), await duckDb(folder)]
    expect(await answers(found, filter)).toEqual(await answers(expected, filter))
  })

  test('for another log, in each order and split by each fact', async () => {
    const folder = temporaryFolder()
    writeMixedLog(folder, 2)
    const [expected, found] = [streamQuery(folder), await duckDb(folder)]
    expect(await answers(found, {})).toEqual(await answers(expected, {}))
    for (const by of COUNTED_BY) {
      const options = { everyMs: 24 * HOUR, by }
      expect(await found.series({}, options)).toEqual(await expected.series({}, options))
    }
    for (const sort of SORTED_BY)
      for (const descending of [true, false]) {
        const options = { sort, descending, limit: 100 }
        expect(await found.page({}, options)).toEqual(await expected.page({}, options))
      }
  })

  test("for the logs of the runbook's system", async () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'hypotheses.ndjson'), lines([...realTraffic(), hypothesisTest(1), batch(2)]))
    writeFileSync(join(folder, 'golden_tests.ndjson'), lines(realGoldens(), '\r\n'))
    const [expected, found] = [streamQuery(folder), await duckDb(folder)]
    expect(await answers(found, {})).toEqual(await answers(expected, {}))
  })

  test('with a log that grows between queries, and a torn line that is completed', async () => {
    const folder = temporaryFolder()
    const path = join(folder, 'provenance.ndjson')
    const line = (msg_id: string) => `${JSON.stringify(sampleEvent({ msg_id }))}\n`
    writeFileSync(path, `${line('a')}${line('b').slice(0, 100)}`)
    const [expected, found] = [streamQuery(folder), await duckDb(folder)]
    expect(await found.counts()).toEqual(await expected.counts())
    appendFileSync(path, `${line('b').slice(100)}${line('c')}`)
    expect(await found.counts()).toEqual(await expected.counts())
    expect((await found.counts()).total).toBe(3)
    appendFileSync(
      path,
      `${JSON.stringify({ schema_version: '2.0', event_type: 'judgement', ts: '2026-11-24T10:00:00.000Z', run_id: 'run', msg_id: 'a', verdict: 'fail', judged_by: 'a person', version: '0.1.0' })}\n`,
    )
    expect((await found.counts()).counts.verdict).toEqual({ pass: 2, fail: 1 })
  })
})

test('the streaming reader answers where a file begins with a byte order mark', async () => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'provenance.ndjson'), `\ufeff${JSON.stringify(sampleEvent())}\n`)
  const reasons: string[] = []
  const query = await openLogQuery(folder, {
    reader: 'duckdb',
    onFallback: (reason) => reasons.push(String(reason)),
  })
  onTestFinished(() => query.close())
  expect(await query.counts()).toMatchObject({ total: 1, skipped: { broken: 0 } })
  expect(reasons).toEqual([expect.stringContaining('begins with a byte order mark')])
})

test('the streaming reader answers where DuckDB reads a log differently, and the reason is passed on', async () => {
  const folder = temporaryFolder()
  const line = JSON.stringify(sampleEvent())
  writeFileSync(join(folder, 'provenance.ndjson'), `${line}\n${line.replace('"question":', '"question"')}\n`)
  const reasons: string[] = []
  const query = await openLogQuery(folder, {
    reader: 'duckdb',
    onFallback: (reason) => reasons.push(String(reason)),
  })
  onTestFinished(() => query.close())
  expect(await query.counts()).toMatchObject({ total: 1, skipped: { broken: 1 } })
  expect(reasons).toEqual([expect.stringContaining('DuckDB finds 1 replies in')])
})
