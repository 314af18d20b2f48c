import type { EventFacets, EventPage, EventRow, Facet } from '../../../schemas/generated/dashboard.ts'
import type { EventFacts } from '../../provenance/event-facts.ts'
import { mostFrequent } from '../../text/most-frequent.ts'
import type { FilteredBy, LogFilter } from '../../provenance/query/log-filter.ts'
import { COUNTED_BY, SORTED_BY } from '../../provenance/query/log-query.ts'
import { cutText } from '../../text/printable.ts'
import { filesOf, type Sources } from '../sources.ts'
import { noEvents, noLog } from './log-state.ts'
import { integerIn, type ViewRequest, wordIn } from './view-request.ts'

/** Parameters of the event table. */
export const EVENT_PARAMS = ['sort', 'order', 'offset', 'limit'] as const

/** Characters of a row's text. */
const TEXT_LENGTH = 300

/** Largest number of rows in one answer. */
const MOST_ROWS = 1_000

/** Rows of the event table: filtered and sorted over all events. */
export async function eventsView({ query, log }: Sources, request: ViewRequest): Promise<EventPage> {
  const offset = integerIn(request, 'offset', 0, 10_000_000)
  const { total, rows } = await query.page(request.filter, {
    sort: wordIn(request, 'sort', 'time', SORTED_BY),
    descending: wordIn(request, 'order', 'desc', ['asc', 'desc']) === 'desc',
    offset,
    limit: integerIn(request, 'limit', 100, MOST_ROWS),
  })
  return { total, offset, rows: rows.map(eventRow), empty: total > 0 ? null : await whyEmpty({ query, log }) }
}

/** Why no event matches. */
async function whyEmpty({ query, log }: Pick<Sources, 'query' | 'log'>): Promise<EventPage['empty']> {
  if (filesOf(log).length === 0) return noLog(log)
  const { total, skipped } = await query.span()
  if (total === 0) return noEvents(skipped)
  return { state: 'missing', reason: 'No event matches the filter and the time window.', next: 'widen the filter' }
}

/** The facts of an event as a row, with the beginning of its texts. Pure. */
export function eventRow({ texts, ...facts }: EventFacts): EventRow {
  const { propensity: _, insteadOf: __, off: ___, failure: ____, ...row } = facts
  return { ...row, text: cutText(texts.map((text) => cutText(text, TEXT_LENGTH)).join(' — '), TEXT_LENGTH) }
}

/** Values of a fact that the page offers. */
const MOST_VALUES = 200

/** Runs that the page offers, the latest. */
const MOST_RUNS = 50

/** The values to filter by, with their counts among the events that match the other facts of the filter. */
export async function facetsView({ query }: Pick<Sources, 'query'>, { filter }: ViewRequest): Promise<EventFacets> {
  const { total, counts } = await query.counts(filter)
  const without = (name: FilteredBy): LogFilter => ({ ...filter, [name]: undefined })
  const facets = COUNTED_BY.map(async (name): Promise<Facet> => {
    const values = filter[name] === undefined ? counts[name] : (await query.counts(without(name))).counts[name]
    return {
      name,
      values: mostFrequent(values)
        .slice(0, MOST_VALUES)
        .map(([value, count]) => ({ value, count })),
    }
  })
  const runs = await query.runs(without('run'), MOST_RUNS)
  // Whatever the events are filtered by, the whole run says what it was.
  const ids = runs.map(({ run }) => run)
  const { since, until } = filter
  const inWindow: LogFilter = { ...(since !== undefined && { since }), ...(until !== undefined && { until }), run: ids }
  const whole = ids.length === 0 ? [] : await query.runs(inWindow, MOST_RUNS)
  const facts = new Map(whole.map(({ run, first, status, sets }) => [run, { first, status, sets }]))
  const runFacet: Facet = {
    name: 'run',
    values: runs.map(({ run, events }) => ({ value: run, count: events, run: facts.get(run) ?? null })),
  }
  return { total, facets: [...(await Promise.all(facets)), runFacet] }
}
