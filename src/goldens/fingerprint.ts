import { createHash } from 'node:crypto'
import type { Golden } from './golden.ts'

/**
 * Twelve hex digits that change when the messages, the question or the expectation change, and with nothing else: the
 * order of keys, the trait and the tags leave it as it is. Results with different fingerprints are not comparable.
 */
export function fingerprint({ messages, question, expect }: Golden): string {
  return createHash('sha256').update(canonical({ messages, question, expect })).digest('hex').slice(0, 12)
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}
