import type { Hypotheses } from '../../../schemas/generated/dashboard.ts'
import type {
  HypothesisBatchEvent,
  HypothesisTestEvent,
  UnmeasuredHypothesisEvent,
} from '../../../schemas/generated/provenance.ts'
import type { Sources } from '../sources.ts'
import { batchOf } from './hypothesis-batch.ts'
import { hypothesisOf } from './hypothesis-history.ts'
import type { ViewRequest } from './view-request.ts'
import { MOST_RUN_POINTS, seriesPoint, windowOf } from './window.ts'

/** Batches that an answer contains, the newest. */
const MOST_BATCHES = 200

/** Hypotheses whose replies an answer contains; each is a query of its own. */
const MOST_WITH_REPLIES = 40

/** The tab Hypotheses: the last outcome of each, its history, and the batches. */
export async function hypothesesView({ query }: Sources, request: ViewRequest): Promise<Hypotheses> {
  const filter = { ...request.filter, type: ['hypothesis_test', 'hypothesis_batch'] }
  const tests = new Map<string, (HypothesisTestEvent | UnmeasuredHypothesisEvent)[]>()
  const batchEvents: HypothesisBatchEvent[] = []
  for await (const event of query.events(filter)) {
    if (event.event_type === 'hypothesis_batch') batchEvents.push(event)
    if (event.event_type !== 'hypothesis_test') continue
    const known = tests.get(event.hypothesis)
    if (known === undefined) tests.set(event.hypothesis, [event])
    else known.push(event)
  }
  const byRun = Map.groupBy([...tests.values()].flat(), ({ run_id }) => run_id)
  const batches = batchEvents.map((event) => batchOf(event, byRun.get(event.run_id) ?? []))
  const span = await query.span(filter)
  const window = windowOf(request, span)
  const hypotheses = await Promise.all(
    [...tests].sort(byName).map(async ([id, events], index) => {
      const replies =
        index < MOST_WITH_REPLIES
          ? await query.series(
              { ...request.filter, hypothesis: id, type: 'response' },
              { ...(events.length > MOST_RUN_POINTS && { everyMs: window.everyMs }), by: 'source' },
            )
          : []
      return { ...hypothesisOf(events.toSorted(byTime)), replies: replies.map(seriesPoint) }
    }),
  )
  const older = Object.values(span.skipped.older).reduce((sum, count) => sum + count, 0)
  return {
    window,
    hypotheses,
    batches: batches.sort((a, b) => b.time - a.time).slice(0, MOST_BATCHES),
    older,
    empty:
      hypotheses.length > 0
        ? null
        : {
            state: 'missing',
            reason: 'No hypothesis was tested in the time window.',
            next: 'test the hypotheses: npx vitest run hypotheses',
          },
    notes:
      older === 0
        ? []
        : [`${older} events of older formats are left out, among them tests of hypotheses without a declaration.`],
  }
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a.localeCompare(b, 'en', { numeric: true })
}

function byTime(a: { ts: string }, b: { ts: string }): number {
  return Date.parse(a.ts) - Date.parse(b.ts)
}
