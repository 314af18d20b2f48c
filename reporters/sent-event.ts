import type { CompactEvent } from '../schemas/generated/compact-event.ts'
import type { JudgementEvent, ResponseEvent, UnmeasuredEvent } from '../schemas/generated/provenance.ts'
import { expandEvent } from '../src/provenance/compact/expand-event.ts'
import type { SentEvent } from './task-data.ts'

/** The event that a worker sent. */
export function eventOf({ line }: SentEvent): ResponseEvent | UnmeasuredEvent | JudgementEvent {
  const data = JSON.parse(line) as CompactEvent | ResponseEvent | UnmeasuredEvent | JudgementEvent
  if (data.schema_version !== '2.1') return data
  const event = expandEvent(data)
  if (event === null) throw new Error(`a worker sent an event without its conversation or its weight: ${line}`)
  return event
}
