import { searchParams } from '../search-params.ts'

/** The views of the page; the first five have a tab. */
export const VIEWS = [
  'overview',
  'hypotheses',
  'routing',
  'events',
  'settings',
  'event',
  'goldens',
  'comparison',
  'unknown',
] as const
export type ViewName = (typeof VIEWS)[number]

/** Where the page is: everything that it shows follows from this and the data. */
export interface Address {
  view: ViewName
  query: URLSearchParams
}

/** Query parameters that stay when the view changes. */
const SHARED = ['since', 'until']

/** The address in a fragment such as `#/events?verdict=fail`; without a view it is the overview. Pure. */
export function parseAddress(hash: string): Address {
  const [path = '', search = ''] = hash.replace(/^#\/?/, '').split(/\?(.*)/s)
  return {
    view: path === '' ? 'overview' : (VIEWS.find((view) => view === path) ?? 'unknown'),
    query: new URLSearchParams(search),
  }
}

/**
 * The fragment of a view with some parameters; several values repeat one. The time window is that of `from`, unless `query`
 * has a `since`. Pure.
 */
export function hrefTo(
  view: ViewName,
  query: Readonly<Record<string, string | readonly string[]>> = {},
  from?: Address,
): string {
  const shared = ('since' in query ? [] : SHARED).flatMap((name) => {
    const value = from?.query.get(name) ?? null
    return value === null ? [] : [[name, value] as const]
  })
  const search = searchParams({ ...Object.fromEntries(shared), ...query }).toString()
  return `#/${view}${search === '' ? '' : `?${search}`}`
}

/** The fragment of a tab or sub-tab: the same time window and run. Pure. */
export function hrefToTab(view: ViewName, from: Address): string {
  const runs = from.query.getAll('run')
  return hrefTo(view, runs.length === 0 ? {} : { run: runs }, from)
}

/** The fragment of the same view with changed parameters; null takes one out, several values repeat it. Pure. */
export function hrefWith(
  address: Address,
  changes: Readonly<Record<string, string | readonly string[] | null>>,
): string {
  const params = new URLSearchParams(address.query)
  for (const [name, value] of Object.entries(changes)) {
    params.delete(name)
    for (const each of value === null ? [] : [value].flat()) params.append(name, each)
  }
  const search = params.toString()
  return `#/${address.view}${search === '' ? '' : `?${search}`}`
}

/** A golden as the value of a parameter: `set/id`, where a slash of the set is escaped. Pure. */
export function goldenInAddress({ set, id }: { set: string; id: string }): string {
  return `${set.replaceAll('%', '%25').replaceAll('/', '%2F')}/${id}`
}
