import type { ConversationTurn, EventDetail, GoldenPoint } from '../../../../schemas/generated/dashboard.ts'
import type { EventFacts } from '../../../provenance/event-facts.ts'
import type { LogFilter } from '../../../provenance/query/log-filter.ts'
import type { LogQuery } from '../../../provenance/query/log-query.ts'
import { cutText } from '../../../text/printable.ts'

/** Messages of a conversation before and after the event. */
const AROUND = 25

/** Replies to the same golden. */
const MOST_POINTS = 200

/** Characters of each text. */
const TEXT_LENGTH = 600

/** The messages of the event's conversation around it: of a conversation that several runs repeat, those of its run. */
export async function conversationAround(
  query: LogQuery,
  { conversation, run, time, message }: EventFacts,
): Promise<Pick<EventDetail, 'conversation' | 'previous' | 'next'>> {
  if (conversation === null) return { conversation: [], previous: null, next: null }
  const filter: LogFilter = { type: 'response', conversation, ...(run !== null && { run }) }
  const [before, after] = await Promise.all([
    query.page({ ...filter, until: new Date(time) }, { limit: AROUND }),
    query.page({ ...filter, since: new Date(time) }, { limit: AROUND, descending: false }),
  ])
  return turnsOf([...before.rows, ...after.rows], message)
}

/** The messages in order of time, each once, and those before and after the current one. Pure. */
export function turnsOf(
  rows: readonly EventFacts[],
  current: string | null,
): Pick<EventDetail, 'conversation' | 'previous' | 'next'> {
  const turns = [...new Map(rows.map((facts) => [facts.message, turnOf(facts, current)])).values()].sort(
    (a, b) => a.time - b.time || ((a.message ?? '') < (b.message ?? '') ? -1 : 1),
  )
  const at = turns.findIndex((turn) => turn.current)
  if (at === -1) return { conversation: turns, previous: null, next: null }
  return { conversation: turns, previous: turns[at - 1]?.message ?? null, next: turns[at + 1]?.message ?? null }
}

function turnOf({ message, time, texts, source, verdict }: EventFacts, current: string | null): ConversationTurn {
  const [question = '', reply = ''] = texts.map((text) => cutText(text, TEXT_LENGTH))
  return { message, time, question, reply, source, verdict, current: message === current }
}

/** The last replies to the same golden, in order of time. */
export async function goldenOverTime(query: LogQuery, { set, golden }: EventFacts): Promise<GoldenPoint[]> {
  if (golden === null) return []
  const filter: LogFilter = { type: 'response', golden, ...(set !== null && { set }) }
  const { rows } = await query.page(filter, { limit: MOST_POINTS })
  return rows.map(pointOf).toReversed()
}

function pointOf({ time, run, message, verdict, latencyMs, source, model, origin }: EventFacts): GoldenPoint {
  return { time, run, message, verdict, latencyMs, source, model, origin }
}
