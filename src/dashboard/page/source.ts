import type { ApiError, DashboardExport, EventPage, LiveMessage } from '../../../schemas/generated/dashboard.ts'
import { type Answers, EXPORT_ELEMENT, PARTIAL_HEADER, type PartialAnswer, type ViewRoute } from '../answers.ts'
import { totalRequest } from '../exported-total.ts'
import { exportedEvents, exportedFacets } from './exported-events.ts'
import { liveStream } from './live-stream.ts'
import { USUAL_WINDOW } from './time-window.ts'

/** A request that was not answered, with the remedy. */
class AnswerError extends Error {
  /** The remedy; null: not known. */
  readonly next: string | null

  constructor(message: string, next: string | null) {
    super(message)
    this.next = next
  }
}

/** The message of an error, and its remedy; null: not known. Pure. */
export function problemIn(error: unknown): { error: string; next: string | null } {
  if (error instanceof AnswerError) return { error: error.message, next: error.next }
  return { error: error instanceof Error ? error.message : String(error), next: null }
}

/** An answer, and what it has while the log is read; null: all events. */
export interface LoadedAnswer<T> {
  data: T
  partial: PartialAnswer | null
}

/** How many of the events that a link opens are in a static export. */
interface HeldEvents {
  events: number
  /** In the log; null: not known. */
  total: number | null
}

/** Where the page gets its data: a server, or what a static export contains. */
export interface AnswerSource {
  /** Whether it is a static export. */
  readonly isExport: boolean
  /** The time window where the address has none. */
  readonly usualWindow: string
  /** Rejects with an AnswerError. */
  get<K extends ViewRoute>(route: K, search: string, signal: AbortSignal): Promise<LoadedAnswer<Answers[K]>>
  /** Rejects with an AnswerError. */
  post<K extends 'weight' | 'labels'>(route: K, body: unknown): Promise<Answers[K]>
  /** The command that starts the server of this page. */
  startCommand(): string
  /** What the source has of the events that a link opens; null: all. */
  held(query: URLSearchParams): HeldEvents | null
  /** Calls back for each live message, and with null when the connection is lost. Returns how to stop. */
  live(onMessage: (message: LiveMessage | null) => void): () => void
}

/** The source of this page. */
export function openSource(): AnswerSource {
  const element = document.getElementById(EXPORT_ELEMENT)
  return element === null ? serverSource() : exportSource(JSON.parse(element.textContent) as DashboardExport)
}

const USUAL_COMMAND = 'npx aios dashboard'

function serverSource(): AnswerSource {
  // As long as the server answers, it says how it was started.
  let command = USUAL_COMMAND
  const answered = (response: Promise<Response>) => answerOf(response, () => command)
  return {
    isExport: false,
    usualWindow: USUAL_WINDOW,
    async get(route, search, signal) {
      const response = await answered(fetch(`api/${route}${search === '' ? '' : `?${search}`}`, { signal }))
      const partial = response.headers.get(PARTIAL_HEADER)
      const data = await response.json()
      if (route === 'meta') command = (data as Answers['meta']).startCommand
      return {
        data,
        partial: partial === null ? null : (JSON.parse(partial) as PartialAnswer),
      }
    },
    async post(route, body) {
      const response = await answered(
        fetch(`api/${route}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }),
      )
      return response.json()
    },
    startCommand: () => command,
    held: () => null,
    live: liveStream,
  }
}

async function answerOf(response: Promise<Response>, command: () => string): Promise<Response> {
  const answer = await response.catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new AnswerError('The server does not answer.', `start it again: ${command()}`)
  })
  if (answer.ok) return answer
  const { error, next } = (await answer.json().catch(() => ({ error: answer.statusText, next: null }))) as ApiError
  throw new AnswerError(error, next)
}

/** What the rows of an export have of the events that a link opens; null: all. Pure. */
function heldEvents(answers: DashboardExport['answers'], query: URLSearchParams): HeldEvents | null {
  const page = answers['events'] as EventPage | undefined
  if (page === undefined) return { events: 0, total: null }
  const { total: events } = exportedEvents(page, query)
  const total = answers[totalRequest(query)]
  if (typeof total === 'number') return events < total ? { events, total } : null
  // A link to all time may open events from before the time window of the export.
  return page.total <= page.rows.length && query.get('since') === null ? null : { events, total: null }
}

function exportSource({ since, answers }: DashboardExport): AnswerSource {
  const serverOnly = async () => {
    throw new AnswerError('A static export has no server.', 'start one: npx aios dashboard')
  }
  return {
    isExport: true,
    usualWindow: since,
    async get<K extends ViewRoute>(route: K, search: string) {
      const query = new URLSearchParams(search)
      const events = answers['events'] as EventPage | undefined
      const whole = (data: unknown) => ({ data: data as Answers[K], partial: null })
      if (route === 'facets' && events !== undefined) return whole(exportedFacets(events, query))
      const answer = answers[route === 'event' ? `event?message=${query.get('message')}` : route]
      if (route === 'events' && events !== undefined) return whole(exportedEvents(events, query))
      if (answer === undefined)
        throw new AnswerError('The export does not contain this.', 'start the dashboard: npx aios dashboard')
      return whole(answer)
    },
    post: serverOnly,
    startCommand: () => USUAL_COMMAND,
    held: (query) => heldEvents(answers, query),
    live: () => () => {},
  }
}
