import { onTestFinished } from 'vitest'
import type { EventFacts } from '../../src/provenance/event-facts.ts'
import type { LoggedEvent } from '../../src/provenance/parse-line.ts'
import type { LogFilter } from '../../src/provenance/query/log-filter.ts'
import type { LogQuery, PageOptions } from '../../src/provenance/query/log-query.ts'
import { openLogQuery } from '../../src/provenance/query/open-query.ts'

const HOUR = 3_600_000

/** A query that DuckDB answers, or the test fails. */
export function openDuckDb(from: string | readonly string[]): Promise<LogQuery> {
  return openLogQuery(from, {
    reader: 'duckdb',
    onFallback: (reason) => {
      throw reason
    },
  })
}

/** The same, closed when the test is over. */
export async function duckDb(from: string | readonly string[]): Promise<LogQuery> {
  const query = await openDuckDb(from)
  onTestFinished(() => query.close())
  return query
}

/** The pages of a table, one after the other. */
async function pages(query: LogQuery, filter: LogFilter, options: PageOptions): Promise<EventFacts[][]> {
  const found: EventFacts[][] = []
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = await query.page(filter, cursor === undefined ? options : { ...options, cursor })
    found.push(page.rows)
    cursor = page.next
  }
  return found
}

/** Answers of each kind, of facts in an order of their own. */
export async function answersOf(query: LogQuery, filter: LogFilter) {
  const facts: string[] = []
  const events: LoggedEvent[] = []
  for await (const event of query.events(filter)) events.push(event)
  for await (const { time, message, verdict, source } of query.facts(filter, ['time', 'message', 'verdict', 'source']))
    facts.push(JSON.stringify({ time, message, verdict, source }))
  const { rows } = await query.page(filter, { limit: 24 })
  const messages = rows.flatMap(({ message }, index) => (message === null || index % 8 > 0 ? [] : [message]))
  return {
    counts: await query.counts(filter),
    span: await query.span(filter),
    details: await Promise.all(messages.map((message) => query.event(message))),
    series: await query.series(filter, { everyMs: HOUR }),
    events,
    facts: facts.toSorted(),
    page: await query.page(filter, { sort: 'latencyMs', offset: 3, limit: 10 }),
    pages: await pages(query, filter, { sort: 'verdict', limit: 150 }),
    goldens: await query.goldens(filter),
    lastGoldens: await query.goldens(filter, { everyMs: 24 * HOUR, most: 5 }),
    weights: await query.weights(filter),
    sample: await query.weights(filter, 20),
    conversations: await query.conversations(filter),
    runs: await query.runs(filter, 5),
  }
}
