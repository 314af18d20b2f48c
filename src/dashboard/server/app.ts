import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { streamSSE } from 'hono/streaming'
import type { ApiError } from '../../../schemas/generated/dashboard.ts'
import { isRecord } from '../../is-record.ts'
import { PARTIAL_HEADER } from '../answers.ts'
import { problemOf } from '../../text/problem.ts'
import { RequestError } from '../request-error.ts'
import type { Sources } from '../sources.ts'
import { eventText } from '../views/event.ts'
import { EXPORT_FORMATS, exportedEvents } from '../views/event-export.ts'
import { answerView, isViewRoute, partialAnswer } from '../views/index.ts'
import { labelReply } from '../views/labels.ts'
import { parseViewRequest, required } from '../views/view-request.ts'
import { weightView } from '../views/weight.ts'
import { AnswerCache } from './answer-cache.ts'
import type { PageAssets } from './assets.ts'
import { secureHeaders } from './headers.ts'
import { liveMessages, SourceWatch } from './live.ts'

/** Data and page of the server, and its access checks. */
export interface AppOptions {
  sources: Sources
  page: PageAssets
  /** Run before every route. */
  access: MiddlewareHandler[]
  /** Of this dashboard, random. */
  id: string
  /** Aborted when the server stops. */
  closing: AbortSignal
}

/** Largest request body, in bytes. */
const MAX_BODY = 256 * 1_024

/** The routes of the dashboard: the page, its answers under `/api/`, and the live stream. */
export function dashboardApp({ sources, page, access, id, closing }: AppOptions): Hono {
  const app = new Hono()
  const cache = new AnswerCache(sources)
  const watch = new SourceWatch(sources, closing)
  app.use(secureHeaders(id), ...access)
  app.get('/', (c) => c.html(page.html))
  app.get('/page.js', (c) => c.body(page.script, 200, { 'content-type': 'text/javascript; charset=utf-8' }))
  app.get('/page.css', (c) => c.body(page.style, 200, { 'content-type': 'text/css; charset=utf-8' }))
  app.get('/api/live', (c) => {
    if (c.req.method === 'HEAD') return c.body(null)
    return streamSSE(c, async (stream) => {
      const gone = new AbortController()
      stream.onAbort(() => gone.abort())
      const signal = AbortSignal.any([gone.signal, closing])
      for await (const message of liveMessages(sources, { watch, signal }))
        await stream.writeSSE({ data: JSON.stringify(message) })
    })
  })
  for (const format of ['csv', 'ndjson'] as const)
    app.get(`/api/export.${format}`, async (c) => {
      const { filter } = parseViewRequest(searchOf(c), [], Date.now())
      const partial = await sources.query.partial(filter)
      // A file says nothing about events that it does not have.
      if (partial !== null)
        throw new RequestError(
          503,
          `the log is still being read: ${Math.round((100 * partial.read) / Math.max(1, partial.total))} %`,
          'try again later, or choose a shorter time',
        )
      return file(`events.${format}`, EXPORT_FORMATS[format], exportedEvents(sources.query, filter, format))
    })
  app.get('/api/text', async (c) => {
    const request = parseViewRequest(searchOf(c), ['message', 'part'], Date.now())
    const text = await eventText(sources, request)
    return file(`${required(request, 'part')}.txt`, 'text/plain; charset=utf-8', [text])
  })
  app.get('/api/:route', async (c) => {
    const route = c.req.param('route')
    if (!isViewRoute(route)) throw new RequestError(404, `unknown route "${route}"`)
    const search = searchOf(c)
    const answer = () => answerView(sources, { route, search, now: Date.now() })
    const partial = await partialAnswer(sources, { route, search, now: Date.now() })
    if (partial !== null) c.header(PARTIAL_HEADER, JSON.stringify(partial))
    // These read files that the cache does not watch, such as golden sets.
    const isFresh = route === 'event' || route === 'settings'
    const json = isFresh ? JSON.stringify(await answer()) : await cache.json(`${route}${search}`, answer, partial)
    return c.body(json, 200, { 'content-type': 'application/json' })
  })
  app.post('/api/weight', bodyLimit({ maxSize: MAX_BODY, onError: tooLarge }), async (c) => {
    const body = await jsonBody(c)
    if (typeof body['message'] !== 'string') throw new RequestError(400, '"message" must be a string')
    return c.json(await weightView(sources, body['message']))
  })
  app.post('/api/labels', bodyLimit({ maxSize: MAX_BODY, onError: tooLarge }), async (c) =>
    c.json(await labelReply(sources, await jsonBody(c))),
  )
  app.notFound((c) => c.json<ApiError>({ error: `there is no ${c.req.path}`, next: null }, 404))
  app.onError((error, c) => {
    if (error instanceof RequestError)
      return c.json<ApiError>({ error: error.message, next: error.next }, { status: error.status })
    const { reason, next } = problemOf(error)
    return c.json<ApiError>({ error: reason, next }, 500)
  })
  return app
}

/** A download. The browser shows no part of it, whatever a model wrote. */
function file(name: string, type: string, pieces: AsyncIterable<string> | Iterable<string>): Response {
  return new Response(ReadableStream.from<string>(pieces).pipeThrough(new TextEncoderStream()), {
    headers: { 'content-type': type, 'content-disposition': `attachment; filename="${name}"` },
  })
}

function searchOf(c: Context): string {
  return new URL(c.req.url).search
}

/** A body of JSON: a page of another site cannot send this content type without a preflight, which is not answered. */
async function jsonBody(c: Context): Promise<Record<string, unknown>> {
  if (!/^application\/json\b/i.test(c.req.header('content-type') ?? ''))
    throw new RequestError(415, 'the content type must be application/json')
  const body: unknown = await c.req.json().catch(() => null)
  if (!isRecord(body)) throw new RequestError(400, 'the body must be a JSON object')
  return body
}

function tooLarge(): never {
  throw new RequestError(413, `the request body is larger than ${MAX_BODY / 1_024} KiB`)
}
