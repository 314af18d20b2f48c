import { randomUUID, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Vite, Vitest } from 'vitest/node'
import type { Settings } from '../../src/settings/settings.ts'
import { ID_HEADER } from '../../src/dashboard/id-header.ts'
import { errorMessage } from '../../src/text/error-message.ts'
import { UiAnnouncement } from './announce-ui.ts'

type Handler = (request: IncomingMessage, response: ServerResponse) => void

/** Cookie of the Vitest UI. */
const COOKIE = 'vitest-ui-token'

/**
 * Serves the dashboard beside the Vitest UI, at `/__vitest__/aios/`, to requests with the token or the cookie of the UI. The
 * server of Vitest calls this before the UI is there, so the page is loaded with the first request. `current`: Vitest and
 * the settings; null: they are not known yet.
 */
export function serveInUi(
  server: Vite.ViteDevServer,
  current: () => { vitest: Vitest; settings: Settings } | null,
): void {
  const id = randomUUID()
  const announcement = new UiAnnouncement()
  let handler: Promise<Handler> | undefined
  const respond = async (
    { vitest, settings }: { vitest: Vitest; settings: Settings },
    base: string,
    request: IncomingMessage,
    response: ServerResponse,
  ) => {
    const [path = '', search = ''] = (request.url ?? '').split(/\?(.*)/s)
    const { token } = vitest.config.api
    response.setHeader(ID_HEADER, id)
    // Runs without the UI, and the commands that read the options of a config, do not need it.
    const { isValidApiRequest } = await import('vitest/node')
    if (isValidApiRequest(vitest.config, request)) {
      // As the UI does: the address must not keep the token.
      const cookie = `${COOKIE}=${token}; Path=${vitest.config.uiBase}; HttpOnly; SameSite=Strict`
      response.writeHead(302, { location: `${base}/`, 'set-cookie': cookie, 'referrer-policy': 'no-referrer' })
      return void response.end()
    }
    if (!hasCookie(request, token)) {
      if (isLinkOfOtherSite(request)) return openAgain(request.url ?? '', response)
      response.writeHead(403, { 'content-type': 'text/plain; charset=utf-8' })
      return void response.end('Open the Vitest UI with its token first; `vitest --ui` prints the address.\n')
    }
    if (path === base) {
      response.writeHead(302, { location: `${base}/${search === '' ? '' : `?${search}`}` })
      return void response.end()
    }
    if (path === `${base}/test`) {
      const query = new URLSearchParams(search)
      const test = addressOf(vitest, { set: query.get('set') ?? '', id: query.get('id') ?? '' })
      response.writeHead(302, { location: test ?? vitest.config.uiBase })
      return void response.end()
    }
    request.url = (request.url ?? '').slice(base.length)
    handler ??= openDashboard(vitest, settings, id)
    try {
      const handle = await handler
      handle(request, response)
    } catch (error) {
      handler = undefined
      response.writeHead(500, { 'content-type': 'text/plain; charset=utf-8' })
      response.end(`${errorMessage(error)}\n`)
    }
  }
  const baseOf = (found: { vitest: Vitest } | null) => `${found?.vitest.config.uiBase ?? '/__vitest__/'}aios`
  const announce = () => {
    const found = current()
    if (found !== null) announcement.make(server, found, { base: baseOf(found), id })
  }
  server.httpServer?.once('listening', announce)
  server.middlewares.use((request, response, next) => {
    const found = current()
    const [path = ''] = (request.url ?? '').split('?')
    const base = baseOf(found)
    announce()
    if (found === null || (path !== base && !path.startsWith(`${base}/`))) return next()
    respond(found, base, request, response).catch(next)
  })
}

async function openDashboard(vitest: Vitest, settings: Settings, id: string): Promise<Handler> {
  const { uiDashboard } = await import('../../src/dashboard/server/vitest-ui.ts')
  const closing = new AbortController()
  vitest.onClose(() => closing.abort())
  const address = vitest.config.uiBase
  const ui = { address, testOf: (golden: GoldenOfTest) => addressOf(vitest, golden) }
  return uiDashboard({ settings, id, ui, closing: closing.signal })
}

/** Whether a person followed a link of another site, such as the dashboard on another name of this machine. */
function isLinkOfOtherSite({ method, headers }: IncomingMessage): boolean {
  return method === 'GET' && headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-site'] === 'cross-site'
}

/** Lets the browser open the address again from this site: it does not send the cookie along a link of another site. */
function openAgain(url: string, response: ServerResponse): void {
  const address = url.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'",
  })
  response.end(`<!doctype html><meta http-equiv="refresh" content="0; url=${address}"><title>Vitest UI</title>`)
}

interface GoldenOfTest {
  set: string
  id: string
}

/** The address of the test of a golden in the UI; null: no test of this run is of it. */
function addressOf({ state, config }: Vitest, { set, id }: GoldenOfTest): string | null {
  for (const module of state.getTestModules())
    for (const suite of module.children.allSuites()) {
      if ((suite.meta().aiosSet?.set ?? suite.name) !== set) continue
      for (const test of suite.children.tests())
        if (test.name === id) return `${config.uiBase}#/?file=${module.id}&test=${test.id}`
    }
  return null
}

function hasCookie({ headers }: IncomingMessage, token: string): boolean {
  const found = new RegExp(`(?:^|;\\s*)${COOKIE}=([^;]+)`).exec(headers.cookie ?? '')?.[1] ?? ''
  const [given, wanted] = [Buffer.from(found), Buffer.from(token)]
  return wanted.length > 0 && given.length === wanted.length && timingSafeEqual(given, wanted)
}
