import type { JudgementEvent, ResponseEvent, UnmeasuredEvent } from '../schemas/generated/provenance.ts'
import type { SentEvent } from './task-data.ts'

/** The event that a worker sent. */
export function eventOf({ line }: SentEvent): ResponseEvent | UnmeasuredEvent | JudgementEvent {
  return JSON.parse(line) as ResponseEvent | UnmeasuredEvent | JudgementEvent
}
