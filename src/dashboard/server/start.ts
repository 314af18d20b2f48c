import { randomUUID } from 'node:crypto'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { networkInterfaces } from 'node:os'
import { createAdaptorServer } from '@hono/node-server'
import { listen } from '../../models/embedded/server/listen.ts'
import { isLoopback } from '../../models/loopback.ts'
import type { Sources } from '../sources.ts'
import { dashboardAccess, sameOriginOnly } from './access.ts'
import { dashboardApp } from './app.ts'
import { readPage } from './assets.ts'
import { openHosts } from './open-hosts.ts'
import { assertTokenLength } from './session.ts'

/** The time window of a page whose address has none. */
const USUAL_WINDOW_MS = 7 * 86_400_000

/** Where the dashboard listens. */
export interface DashboardOptions {
  /** An address that other machines can reach requires a token. */
  host: string
  /** 0: any free port. */
  port: number
  token: string | null
}

/** A dashboard that listens. */
export interface StartedDashboard {
  /** Its address on this machine, then those on all other addresses that it listens on. */
  urls: [string, ...string[]]
  /** Sent with each response. */
  id: string
  close(): Promise<void>
}

/** Starts the dashboard. Rejects for a public host without a token, a short token, a port in use, and a page that is not built. */
export async function startDashboard(
  sources: Sources,
  { host, port, token }: DashboardOptions,
): Promise<StartedDashboard> {
  if (host === '') throw new Error('--host is empty\n  name an address, such as 127.0.0.1')
  if (!isLoopback(host) && token === null)
    throw new Error(
      `${host} can be reached from other machines\n  set a token: --token or AIOS_DASHBOARD_TOKEN, or listen on 127.0.0.1`,
    )
  if (token !== null) assertTokenLength(token)
  const id = randomUUID()
  const closing = new AbortController()
  const app = dashboardApp({
    sources,
    page: readPage(),
    access: [sameOriginOnly, dashboardAccess({ token })],
    id,
    closing: closing.signal,
  })
  const server = createAdaptorServer({ fetch: app.fetch }) as Server
  // A page that asks every ten seconds keeps its connection.
  server.keepAliveTimeout = 30_000
  await listen(server, port, host)
  // A large log is prepared before the first page asks for it, the usual time window first.
  if (sources.query.reader === 'duckdb')
    void sources.query.span({ since: new Date(Date.now() - USUAL_WINDOW_MS) }).catch(() => {})
  const { port: actual } = server.address() as AddressInfo
  const [first = host, ...others] = openHosts(host, networkInterfaces())
  const urlOf = (name: string) => `http://${name.includes(':') ? `[${name}]` : name}:${actual}/`
  return {
    urls: [urlOf(first), ...others.map(urlOf)],
    id,
    async close() {
      closing.abort()
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
      sources.query.close()
    },
  }
}
