import type { IncomingMessage, ServerResponse } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { logCache } from '../../provenance/query/log-cache.ts'
import { openLogQuery } from '../../provenance/query/open-query.ts'
import type { Settings } from '../../settings/settings.ts'
import type { VitestUi } from '../sources.ts'
import { GoldenIndex } from '../views/event/golden-place.ts'
import { sameOriginOnly } from './access.ts'
import { dashboardApp } from './app.ts'
import { readPage } from './assets.ts'

/** Where the dashboard is served beside the Vitest UI. */
export interface UiDashboardOptions {
  settings: Settings
  /** Of this dashboard, random. */
  id: string
  ui: VitestUi
  /** Aborted when Vitest closes. */
  closing: AbortSignal
}

/**
 * The dashboard as a handler for the server of the Vitest UI, which has checked the token and the host. Rejects where the
 * page is not built.
 */
export async function uiDashboard({
  settings,
  id,
  ui,
  closing,
}: UiDashboardOptions): Promise<(request: IncomingMessage, response: ServerResponse) => void> {
  const query = await openLogQuery(settings.dir, { cache: logCache(settings.dir), manyQueries: true, partial: true })
  closing.addEventListener('abort', () => query.close())
  const sources = {
    settings,
    log: settings.dir,
    query,
    label: false,
    startedAt: Date.now(),
    startCommand: () => 'npx vitest --ui',
    isExport: false,
    goldens: new GoldenIndex(settings.root),
    vitestUi: async () => ui,
  }
  const app = dashboardApp({ sources, page: readPage(), access: [sameOriginOnly], id, closing })
  const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false })
  return (request, response) => void listener(request, response)
}
