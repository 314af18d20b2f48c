import { hash } from 'node:crypto'
import type { Golden } from './golden.ts'

/**
 * Twelve hex digits of the messages, the question and the expectation. The order of keys, the trait and the tags do not
 * change them. Results with different fingerprints are not comparable.
 */
export function fingerprint({ messages, question, expect }: Golden): string {
  return hash('sha256', canonical({ messages, question, expect })).slice(0, 12)
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}
