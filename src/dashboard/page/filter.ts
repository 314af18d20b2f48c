import { type Address, hrefTo } from './address.ts'

/** Facts that the lists of the event table filter by, in their order. */
export const FILTERS = ['verdict', 'source', 'bucket', 'model', 'set', 'trait', 'type', 'run'] as const

/** Facts that are filtered by a value that is typed in, or by a link. */
export const TYPED_FILTERS = ['golden', 'conversation', 'hypothesis', 'configuration', 'origin'] as const

/** Parameters of an address that choose events, but the time window. */
export const EVENT_FILTER: readonly string[] = ['text', ...FILTERS, ...TYPED_FILTERS]

/**
 * The event table with the replies of a verdict that the figures of an address count: with its time window and all its
 * filters. Pure.
 */
export function hrefToCounted(address: Address, verdict: string): string {
  const filter = Object.fromEntries(
    EVENT_FILTER.filter((name) => address.query.has(name)).map((name) => [name, address.query.getAll(name)] as const),
  )
  return hrefTo('events', { hypothesis: '', configuration: '', ...filter, type: 'response', verdict }, address)
}
