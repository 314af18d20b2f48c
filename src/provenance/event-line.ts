import type { ProvenanceEvent } from '../../schemas/generated/provenance.ts'
import { compactEvent } from './compact/compact-event.ts'

/**
 * An event as a line of the log, without the line break: the short form of a reply. Line separators at which some readers
 * split, and control characters, are escaped too. (`JSON.stringify` escapes lone surrogates and U+0000 to U+001F.)
 */
export function lineOf(event: ProvenanceEvent): string {
  return JSON.stringify(compactEvent(event)).replace(
    /[\u007f-\u009f\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
