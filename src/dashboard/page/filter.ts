import type { Address } from './address.ts'

/** Facts that the lists of the event table filter by, in their order. */
export const FILTERS = ['verdict', 'judge', 'source', 'bucket', 'model', 'set', 'trait', 'type', 'run'] as const

/** Facts that are filtered by a value that is typed in, or by a link. */
export const TYPED_FILTERS = ['golden', 'conversation', 'hypothesis', 'configuration', 'origin'] as const

/** Parameters of an address that choose events, but the time window. */
export const EVENT_FILTER: readonly string[] = ['text', ...FILTERS, ...TYPED_FILTERS]

/** The filter of the replies of a verdict that the figures of an address count, with all filters of the address. Pure. */
export function countedBy(address: Address, verdict: string): Record<string, string | string[]> {
  const filter = Object.fromEntries(
    EVENT_FILTER.filter((name) => address.query.has(name)).map((name) => [name, address.query.getAll(name)] as const),
  )
  return { hypothesis: '', configuration: '', ...filter, type: 'response', verdict }
}
