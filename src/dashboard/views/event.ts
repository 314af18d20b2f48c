import type { EventDetail, Judgement } from '../../../schemas/generated/dashboard.ts'
import { type EventFacts, factsOf } from '../../provenance/event-facts.ts'
import type { LoggedEvent } from '../../provenance/parse-line.ts'
import type { EventDetail as LoggedDetail } from '../../provenance/query/log-query.ts'
import { SOURCES } from '../../source.ts'
import { RequestError } from '../request-error.ts'
import type { Sources } from '../sources.ts'
import { baselineReply } from './event/baseline-reply.ts'
import { replyConditions } from './event/conditions.ts'
import { goldenPlace } from './event/golden-place.ts'
import { conversationAround, goldenOverTime } from './event/neighbours.ts'
import { measuresOf } from './event/measures.ts'
import { cutLong, shownReason, withCutTexts } from './event/texts.ts'
import { eventRow } from './events.ts'
import { required, type ViewRequest } from './view-request.ts'

/** One event in full. */
export async function eventView(sources: Sources, request: ViewRequest): Promise<EventDetail> {
  const { query } = sources
  const { event, written, judgements } = await loggedEvent(query, required(request, 'message'))
  const facts = factsOf(event)
  const [golden, around, overTime] = await Promise.all([
    goldenOf(sources, event, facts),
    conversationAround(query, facts),
    goldenOverTime(query, facts),
  ])
  return {
    row: eventRow(facts),
    ...textsOf(event),
    ...measuresOf(event),
    judgements: verdictsOf(written, judgements),
    ...golden,
    overTime,
    ...around,
    raw: withCutTexts(written),
  }
}

/** All verdicts on a reply in order of time: the one that was written with it, and the later ones. */
function verdictsOf(written: LoggedEvent, later: LoggedDetail['judgements']): Judgement[] {
  if (written.event_type !== 'response' || written.verdict === 'unmeasured') return []
  const { ts, verdict, judged_by, why } = written
  return [{ ts, verdict, judged_by, why }, ...later].map((each) => {
    return {
      time: Date.parse(each.ts),
      verdict: each.verdict,
      judge: each.judged_by ?? null,
      why: shownReason(each.why),
    }
  })
}

/** The whole of a text of a reply, where the page shows a part of it. */
export async function eventText({ query }: Sources, request: ViewRequest): Promise<string> {
  const { event } = await loggedEvent(query, required(request, 'message'))
  const part = required(request, 'part')
  const text = part === 'question' || part === 'reply' || part === 'reasoning' ? texts(event)[part] : null
  if (text === null) throw new RequestError(404, `the event has no "${part}"; parts: question, reply, reasoning`)
  return text
}

async function loggedEvent(query: Sources['query'], message: string): Promise<LoggedDetail> {
  const found = await query.event(message)
  if (found !== null) return found
  throw new RequestError(
    404,
    `there is no event with the message id "${message}"`,
    'the log may have been rotated or cleaned: look for it in the Drill-down',
  )
}

type Part = 'question' | 'reply' | 'reasoning'

function texts(event: LoggedEvent): Record<Part, string | null> {
  const { question = null, reply = null, reasoning = null } = event as Partial<Record<Part, string>>
  return { question, reply, reasoning }
}

function textsOf(event: LoggedEvent): Pick<EventDetail, Part | 'why'> {
  const { question, reply, reasoning } = texts(event)
  const length = 'reply_cut' in event ? event.reply_cut : undefined
  const why = 'why' in event ? shownReason(event.why) : null
  return { question: cutLong(question), reply: cutLong(reply, length), reasoning: cutLong(reasoning), why }
}

/** The golden of an event, its conditions, and the same golden in the baseline. */
async function goldenOf(
  { settings, goldens, vitestUi }: Sources,
  event: LoggedEvent,
  { set, golden: id, trait, latencyMs, source }: EventFacts,
): Promise<Pick<EventDetail, 'golden' | 'conditions' | 'baseline'>> {
  if (id === null) return { golden: null, conditions: [], baseline: null }
  const fingerprint = event.event_type === 'response' ? (event.golden?.fingerprint ?? null) : null
  const [located, ui] = await Promise.all([goldens.locate({ id, fingerprint }), vitestUi()])
  const place = { set: set ?? '', id, trait: trait ?? '', fingerprint }
  const { reply } = texts(event)
  const isWhole = !('reply_cut' in event) || event.reply_cut === undefined
  return {
    golden: goldenPlace(place, located, ui === null ? null : (ui.testOf({ set: place.set, id }) ?? ui.address)),
    conditions:
      located === null
        ? []
        : replyConditions({
            golden: located.golden,
            isSame: located.isSame,
            reply: isWhole ? reply : null,
            source: SOURCES.find((each) => each === source) ?? null,
          }),
    baseline: baselineReply(settings, { set: set ?? '', id, fingerprint, reply, latencyMs }),
  }
}
