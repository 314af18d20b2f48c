import { useEffect, useRef, useState } from 'preact/hooks'
import type { Answers, PartialAnswer, ViewRoute } from '../answers.ts'
import { usePage } from './page-context.ts'
import { type LoadedAnswer, problemIn } from './source.ts'
import { USUAL_WINDOW } from './time-window.ts'
import { useAgain } from './use-again.ts'

/** An answer as it arrives. `data` stays while newer data are on their way. */
export type Loaded<T> =
  | { state: 'loading'; data: null }
  | { state: 'ready'; data: T; partial: PartialAnswer | null }
  | { state: 'failed'; data: T | null; error: string; next: string | null }

/** Answers that were shown, so that a tab shows at once what it showed before. */
const shown = new Map<string, LoadedAnswer<unknown>>()
const MOST_SHOWN = 50

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
  const refresh = useRef(() => {})
  useEffect(() => {
    const gone = new AbortController()
    const ask = async () => {
      try {
        const answer = await source.get(route, search, gone.signal)
        remember(key, answer)
        setLoaded({ key, value: { state: 'ready', ...answer } })
        if (answer.partial !== null) again.later(gone.signal)
      } catch (error) {
        if (gone.signal.aborted) return
        setLoaded({ key, value: { state: 'failed', data: known<K>(key)?.data ?? null, ...problemIn(error) } })
      }
    }
    refresh.current = oneAtATime(ask, gone.signal)
    refresh.current()
    return () => gone.abort()
  }, [source, key])
  const refreshes = live.tick + again.count
  const seen = useRef(refreshes)
  useEffect(() => {
    if (seen.current !== refreshes) refresh.current()
    seen.current = refreshes
  }, [refreshes])
  if (loaded?.key === key) return loaded.value
  const before = known<K>(key)
  return before === null ? { state: 'loading', data: null } : { state: 'ready', ...before }
}

/**
 * Begins a task, or begins it again once it has ended: a task that takes longer than the time between two refreshes
 * would never end if each of them began it anew.
 */
function oneAtATime(task: () => Promise<void>, gone: AbortSignal): () => void {
  let isUnderWay = false
  let isOutdated = false
  const begin = () => {
    isOutdated = isUnderWay
    if (isUnderWay) return
    isUnderWay = true
    void task().then(() => {
      isUnderWay = false
      if (isOutdated && !gone.aborted) begin()
    })
  }
  return begin
}

/** The query of a request: that of the address, or the `names` of it, with the usual time window. Pure. */
export function requestQuery(query: URLSearchParams, names?: readonly string[]): URLSearchParams {
  const params = new URLSearchParams([...query].filter(([name]) => names === undefined || names.includes(name)))
  if (!params.has('since') && !params.has('until')) params.set('since', USUAL_WINDOW)
  return params
}

function remember(key: string, answer: LoadedAnswer<unknown>): void {
  shown.delete(key)
  shown.set(key, answer)
  const [oldest] = shown.keys()
  if (shown.size > MOST_SHOWN && oldest !== undefined) shown.delete(oldest)
}

function known<K extends ViewRoute>(key: string): LoadedAnswer<Answers[K]> | null {
  return (shown.get(key) as LoadedAnswer<Answers[K]> | undefined) ?? null
}
