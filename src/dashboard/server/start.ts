import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { listen } from '../../models/embedded/server/listen.ts'
import { isLoopback } from '../../models/loopback.ts'
import type { Sources } from '../sources.ts'
import { dashboardAccess, sameOriginOnly } from './access.ts'
import { dashboardApp } from './app.ts'
import { readPage } from './assets.ts'

/** Where the dashboard listens. */
export interface DashboardOptions {
  /** An address that other machines can reach requires a token. */
  host: string
  /** 0: any free port. */
  port: number
  token: string | null
}

/** Starts the dashboard. Rejects for a public host without a token, a port in use, and a page that is not built. */
export async function startDashboard(
  sources: Sources,
  { host, port, token }: DashboardOptions,
): Promise<{ url: string; close(): Promise<void> }> {
  if (!isLoopback(host) && token === null)
    throw new Error(
      `${host} can be reached from other machines\n  set a token: --token or AIOS_DASHBOARD_TOKEN, or listen on 127.0.0.1`,
    )
  const closing = new AbortController()
  const app = dashboardApp({
    sources,
    page: readPage(),
    access: [sameOriginOnly, dashboardAccess({ token })],
    closing: closing.signal,
  })
  const server = createAdaptorServer({ fetch: app.fetch }) as Server
  // A page that asks every ten seconds keeps its connection.
  server.keepAliveTimeout = 30_000
  await listen(server, port, host)
  // A large log is prepared before the first page asks for it.
  if (sources.query.reader === 'duckdb') void sources.query.counts().catch(() => {})
  const address = host.includes(':') ? `[${host}]` : host
  return {
    url: `http://${address}:${(server.address() as AddressInfo).port}/`,
    async close() {
      closing.abort()
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
      sources.query.close()
    },
  }
}
