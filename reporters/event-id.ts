import type { ProvenanceEvent } from '../schemas/generated/provenance.ts'

/** Tells an event that must not be written twice; null: each one is another. */
export function eventId(event: ProvenanceEvent): string | null {
  if (event.event_type === 'judgement') return null
  if (event.event_type === 'response') return event.msg_id
  const which = 'hypothesis' in event ? event.hypothesis : event.event_type === 'routing_adaptation' ? event.ts : ''
  return [event.event_type, event.run_id, which].join(' ')
}
