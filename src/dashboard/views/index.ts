/** The views: from log, artifacts, router state and settings to the answers of the dashboard. Each changes nothing. */
import type { Answers, PartialAnswer, ViewRoute } from '../answers.ts'
import type { Sources } from '../sources.ts'
import { bucketsView } from './buckets.ts'
import { COMPARISON_PARAMS, comparisonView } from './comparison.ts'
import { eventView } from './event.ts'
import { EVENT_PARAMS, eventsView, facetsView } from './events.ts'
import { goldensView } from './goldens.ts'
import { hypothesesView } from './hypotheses.ts'
import { metaView } from './meta.ts'
import { overviewView } from './overview.ts'
import { routingView } from './routing.ts'
import { settingsView } from './settings.ts'
import { parseViewRequest, type ViewRequest } from './view-request.ts'
import { weightsView } from './weights.ts'

interface View<K extends ViewRoute> {
  /** Names of its parameters beside the filter. */
  params: readonly string[]
  answer: (sources: Sources, request: ViewRequest) => Promise<Answers[K]>
}

const VIEWS: { [K in ViewRoute]: View<K> } = {
  meta: { params: [], answer: metaView },
  overview: { params: [], answer: overviewView },
  hypotheses: { params: [], answer: hypothesesView },
  routing: { params: [], answer: routingView },
  weights: { params: [], answer: weightsView },
  buckets: { params: [], answer: bucketsView },
  events: { params: EVENT_PARAMS, answer: eventsView },
  facets: { params: [], answer: facetsView },
  event: { params: ['message'], answer: eventView },
  goldens: { params: [], answer: goldensView },
  comparison: { params: COMPARISON_PARAMS, answer: comparisonView },
  settings: { params: [], answer: settingsView },
}

/** Whether a name is that of a view. */
export function isViewRoute(name: string): name is ViewRoute {
  return Object.hasOwn(VIEWS, name)
}

/** What the answer to a request has for now; null: all events. Throws a RequestError for an invalid query. */
export async function partialAnswer(
  { query }: Pick<Sources, 'query'>,
  { route, search, now }: { route: ViewRoute; search: string; now: number },
): Promise<PartialAnswer | null> {
  // It is asked by every page, and about no event.
  if (route === 'meta') return null
  const { filter } = parseViewRequest(search, VIEWS[route].params, now)
  // The overview of a run has its events from before the time window, too.
  return query.partial(route === 'overview' && filter.run !== undefined ? {} : filter)
}

/** The answer to a request, such as `overview` with `since=7d`. Throws a RequestError for an invalid query. */
export async function answerView<K extends ViewRoute>(
  sources: Sources,
  { route, search, now }: { route: K; search: string; now: number },
): Promise<Answers[K]> {
  const { params, answer } = VIEWS[route]
  return answer(sources, parseViewRequest(search, params, now))
}
