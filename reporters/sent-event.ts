import type { CompactEvent } from '../schemas/generated/compact-event.ts'
import type { JudgementEvent, ResponseEvent, UnmeasuredEvent } from '../schemas/generated/provenance.ts'
import { expandEvent } from '../src/provenance/compact/expand-event.ts'
import type { SentEvent } from './task-data.ts'

type AnyEvent = ResponseEvent | UnmeasuredEvent | JudgementEvent

/** Events that were read when they arrived, while the main process waits for the workers. */
const read = new WeakMap<SentEvent, AnyEvent>()

/** The event that a worker sent. */
export function eventOf(sent: SentEvent): AnyEvent {
  const event = read.get(sent) ?? parse(sent)
  read.set(sent, event)
  return event
}

function parse({ line }: SentEvent): AnyEvent {
  const data = JSON.parse(line) as CompactEvent | AnyEvent
  if (data.schema_version !== '2.1') return data
  const event = expandEvent(data)
  if (event === null) throw new Error(`a worker sent an event without its conversation or its weight: ${line}`)
  return event
}
