import { useEffect, useState } from 'preact/hooks'
import type { Answers, PartialAnswer, ViewRoute } from '../answers.ts'
import { usePage } from './page-context.ts'
import { AnswerError } from './source.ts'
import { useAgain } from './use-again.ts'

/** An answer as it arrives. `data` stays while newer data are on their way. */
export type Loaded<T> =
  | { state: 'loading'; data: null }
  | { state: 'ready'; data: T; partial: PartialAnswer | null }
  | { state: 'failed'; data: T | null; error: string; next: string | null }

/** Answers that were shown, so that a tab shows at once what it showed before. */
const shown = new Map<string, unknown>()
const MOST_SHOWN = 50

/** The time window where the address has none. */
export const USUAL_WINDOW = '7d'

/** The answer of a route to a query, by default that of the address, refreshed with the page. */
export function useAnswer<K extends ViewRoute>(
  route: K,
  query?: Readonly<Record<string, string>> | URLSearchParams,
): Loaded<Answers[K]> {
  const { source, address, live } = usePage()
  const search = (query === undefined ? requestQuery(address.query) : new URLSearchParams(query)).toString()
  const key = `${route}?${search}`
  const again = useAgain()
  const [loaded, setLoaded] = useState<{ key: string; value: Loaded<Answers[K]> } | null>(null)
  useEffect(() => {
    const gone = new AbortController()
    source.get(route, search, gone.signal).then(
      ({ data, partial }) => {
        remember(key, data)
        setLoaded({ key, value: { state: 'ready', data, partial } })
        if (partial !== null) again.later(gone.signal)
      },
      (error: unknown) => {
        if (gone.signal.aborted) return
        const next = error instanceof AnswerError ? error.next : null
        const message = error instanceof Error ? error.message : String(error)
        setLoaded({ key, value: { state: 'failed', data: known(key) as Answers[K] | null, error: message, next } })
      },
    )
    return () => gone.abort()
  }, [source, key, live.tick, again.count])
  if (loaded?.key === key) return loaded.value
  const before = known(key) as Answers[K] | null
  return before === null ? { state: 'loading', data: null } : { state: 'ready', data: before, partial: null }
}

/** The query of a request: that of the address, or the `names` of it, with the usual time window. Pure. */
export function requestQuery(query: URLSearchParams, names?: readonly string[]): URLSearchParams {
  const params = new URLSearchParams([...query].filter(([name]) => names === undefined || names.includes(name)))
  if (!params.has('since') && !params.has('until')) params.set('since', USUAL_WINDOW)
  return params
}

function remember(key: string, data: unknown): void {
  shown.delete(key)
  shown.set(key, data)
  const [oldest] = shown.keys()
  if (shown.size > MOST_SHOWN && oldest !== undefined) shown.delete(oldest)
}

function known(key: string): unknown {
  return shown.get(key) ?? null
}
