import type { ResponseEvent, UnmeasuredEvent } from '../schemas/generated/provenance.ts'
import { goldenResults } from '../src/provenance/results/golden-results.ts'
import type { GoldenResult } from '../src/verdicts/results.ts'
import { eventOf } from './sent-event.ts'
import type { SentEvent } from './task-data.ts'

const made = new WeakMap<ResponseEvent | UnmeasuredEvent, GoldenResult>()

/**
 * Makes the results of replies before the run ends, while the main process waits for the workers. Leaves out an event that
 * is not valid: the end of the run reports it.
 */
export function prepareResults(replies: readonly SentEvent[]): void {
  for (const sent of replies) {
    try {
      const event = eventOf(sent)
      if (event.event_type !== 'response') continue
      const [result] = goldenResults([event])
      if (result !== undefined) made.set(event, result)
    } catch {
      continue
    }
  }
}

/** The results of replies with their last verdicts, see `goldenResults`. */
export function resultsOf(events: readonly (ResponseEvent | UnmeasuredEvent)[]): GoldenResult[] {
  return goldenResults(events, made)
}
