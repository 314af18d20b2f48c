import type { CutText, EventDetail } from '../../../schemas/generated/dashboard.ts'
import { factsOf } from '../../provenance/event-facts.ts'
import type { LoggedEvent } from '../../provenance/parse-line.ts'
import { cutText } from '../../text/printable.ts'
import { RequestError } from '../request-error.ts'
import type { Sources } from '../sources.ts'
import { eventRow } from './events.ts'
import { required, type ViewRequest } from './view-request.ts'

/** Characters of a text that the page gets. */
const TEXT_LENGTH = 200_000

/** One event in full. */
export async function eventView({ query }: Sources, request: ViewRequest): Promise<EventDetail> {
  const message = required(request, 'message')
  const found = await query.event(message)
  if (found === null) throw new RequestError(404, `there is no event with the message id "${message}"`)
  const { event, judgements } = found
  return {
    row: eventRow(factsOf(event)),
    ...textsOf(event),
    conditions: [],
    failure: null,
    insteadOf: null,
    weight: null,
    timings: null,
    tokens: null,
    judgements: judgements.map(({ ts, verdict, judged_by: judge, why }) => {
      return { time: Date.parse(ts), verdict, judge, why: why ?? null }
    }),
    golden: null,
    baseline: null,
    overTime: [],
    conversation: [],
    previous: null,
    next: null,
    raw: withCutTexts(event),
  }
}

function textsOf(event: LoggedEvent): Pick<EventDetail, 'question' | 'reply' | 'reasoning' | 'why'> {
  const isReply = event.event_type === 'response' || event.event_type === 'older_response'
  const of = (name: string) => (isReply ? textOf(Object.entries(event).find(([each]) => each === name)?.[1]) : null)
  const why = event.event_type === 'response' && 'why' in event ? (event.why ?? null) : null
  return { question: of('question'), reply: of('reply'), reasoning: of('reasoning'), why }
}

function textOf(value: unknown): CutText | null {
  if (typeof value !== 'string') return null
  return { text: cutText(value, TEXT_LENGTH), length: value.length, cut: value.length > TEXT_LENGTH }
}

/** A copy of a JSON value whose long texts are cut. Pure. */
function withCutTexts(value: unknown): unknown {
  if (typeof value === 'string') return value.length > 2_000 ? `${cutText(value, 2_000)}…` : value
  if (Array.isArray(value)) return value.map(withCutTexts)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withCutTexts(each)]))
}
