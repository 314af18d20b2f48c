import { existsSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import type { Vite, Vitest } from 'vitest/node'
import type { Settings } from '../../src/settings/settings.ts'

/**
 * Writes the file by which a dashboard of the project finds this Vitest UI, once: the server must listen, and the project
 * must have a folder of runs, because a plugin that is not used writes nothing. `base`: the path of the dashboard in the UI.
 */
export class UiAnnouncement {
  #isMade = false

  make(
    server: Vite.ViteDevServer,
    { vitest, settings }: { vitest: Vitest; settings: Settings },
    { base, id }: { base: string; id: string },
  ): void {
    const address = uiAddress(server)
    if (this.#isMade || !vitest.config.ui || address === null || !existsSync(settings.dir)) return
    this.#isMade = true
    void announce(settings.dir, { url: `${address}${base}/`, id, vitest })
  }
}

/**
 * The address at which a dashboard on this machine reaches a server, such as `http://localhost:51204`; null: it does not
 * listen, or has HTTPS, with a certificate that the dashboard cannot check.
 */
export function uiAddress({ httpServer, config }: Pick<Vite.ViteDevServer, 'httpServer' | 'config'>): string | null {
  const address = httpServer?.address()
  const { host, https } = config.server
  if (!isListening(address) || https !== undefined) return null
  const isNamed = typeof host === 'string' && host !== '0.0.0.0' && !host.includes(':')
  return `http://${isNamed ? host : 'localhost'}:${address.port}`
}

async function announce(dir: string, { url, id, vitest }: { url: string; id: string; vitest: Vitest }): Promise<void> {
  const { announceDashboard } = await import('../../src/dashboard/running.ts')
  // Without the file the dashboard does not link to this UI, which works all the same.
  const withdraw = await announceDashboard(dir, { url, id, kind: 'vitest_ui' }).catch(() => null)
  if (withdraw !== null) vitest.onClose(withdraw)
}

function isListening(address: AddressInfo | string | null | undefined): address is AddressInfo {
  return typeof address === 'object' && address !== null
}
