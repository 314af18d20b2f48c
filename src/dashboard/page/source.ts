import type { ApiError, DashboardExport, EventPage, LiveMessage } from '../../../schemas/generated/dashboard.ts'
import { type Answers, EXPORT_ELEMENT, type ViewRoute } from '../answers.ts'
import { exportedEvents, exportedFacets } from './exported-events.ts'

/** A request that was not answered, with the remedy. */
export class AnswerError extends Error {
  /** The remedy; null: not known. */
  readonly next: string | null

  constructor(message: string, next: string | null) {
    super(message)
    this.next = next
  }
}

/** Where the page gets its data: a server, or what a static export contains. */
export interface AnswerSource {
  /** Whether it is a static export. */
  readonly isExport: boolean
  /** Rejects with an AnswerError. */
  get<K extends ViewRoute>(route: K, search: string, signal: AbortSignal): Promise<Answers[K]>
  /** Rejects with an AnswerError. */
  post<K extends 'weight' | 'labels'>(route: K, body: unknown): Promise<Answers[K]>
  /** Calls back for each live message, and with null when the connection is lost. Returns how to stop. */
  live(onMessage: (message: LiveMessage | null) => void): () => void
}

/** The source of this page. */
export function openSource(): AnswerSource {
  const element = document.getElementById(EXPORT_ELEMENT)
  return element === null ? serverSource() : exportSource(JSON.parse(element.textContent) as DashboardExport)
}

function serverSource(): AnswerSource {
  return {
    isExport: false,
    get: (route, search, signal) => answerOf(fetch(`api/${route}${search === '' ? '' : `?${search}`}`, { signal })),
    post: (route, body) =>
      answerOf(
        fetch(`api/${route}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }),
      ),
    live(onMessage) {
      // The browser reconnects by itself, also after a restart of the server.
      const events = new EventSource('api/live')
      events.addEventListener('message', ({ data }: MessageEvent<string>) => onMessage(JSON.parse(data) as LiveMessage))
      events.addEventListener('error', () => onMessage(null))
      return () => events.close()
    },
  }
}

async function answerOf<T>(response: Promise<Response>): Promise<T> {
  const answer = await response.catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new AnswerError('The server does not answer.', 'start it again: npx aios dashboard')
  })
  if (answer.ok) return (await answer.json()) as T
  const { error, next } = (await answer.json().catch(() => ({ error: answer.statusText, next: null }))) as ApiError
  throw new AnswerError(error, next)
}

function exportSource({ answers }: DashboardExport): AnswerSource {
  const serverOnly = async () => {
    throw new AnswerError('A static export has no server.', 'start one: npx aios dashboard')
  }
  return {
    isExport: true,
    async get<K extends ViewRoute>(route: K, search: string) {
      const query = new URLSearchParams(search)
      const events = answers['events'] as EventPage | undefined
      if (route === 'facets' && events !== undefined) return exportedFacets(events, query) as Answers[K]
      const answer = answers[route === 'event' ? `event?message=${query.get('message')}` : route]
      if (route === 'events' && events !== undefined) return exportedEvents(events, query) as Answers[K]
      if (answer === undefined)
        throw new AnswerError('The export does not contain this.', 'start the dashboard: npx aios dashboard')
      return answer as Answers[K]
    },
    post: serverOnly,
    live: () => () => {},
  }
}
