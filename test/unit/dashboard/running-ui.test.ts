import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { createViteServer, type Vite } from 'vitest/node'
import { uiAddress } from '../../../plugin/main/announce-ui.ts'
import { ID_HEADER } from '../../../src/dashboard/id-header.ts'
import { announceDashboard } from '../../../src/dashboard/running.ts'
import { uiFinder } from '../../../src/dashboard/running-ui.ts'
import { temporaryFolder } from '../../support/folder.ts'

test('a Vitest UI is asked once for many requests that follow one another, and at the same time', async () => {
  const id = randomUUID()
  let asked = 0
  const ui = createServer((_, response) => {
    asked += 1
    response.setHeader(ID_HEADER, id).end()
  })
  await new Promise<void>((resolve) => ui.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void ui.close())
  const url = `http://127.0.0.1:${(ui.address() as AddressInfo).port}/__vitest__/aios/`
  const dir = temporaryFolder()
  await announceDashboard(dir, { url, id, kind: 'vitest_ui' })

  const find = uiFinder(dir)
  const found = [...(await Promise.all([find(), find()])), await find()]
  expect(found.map((each) => each?.address)).toEqual(Array(3).fill(`${url}test`))
  expect(asked).toBe(1)
})

async function listening(server: Vite.ServerOptions): Promise<Vite.ViteDevServer> {
  const vite = await createViteServer({
    configFile: false,
    root: temporaryFolder(),
    logLevel: 'silent',
    server: { port: 0, ws: false, watch: null, ...server },
  })
  onTestFinished(() => vite.close())
  return vite.listen()
}

test('a server has an address for the dashboard with HTTP, and none with HTTPS', async () => {
  expect(uiAddress(await listening({ host: '127.0.0.1' }))).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  expect(uiAddress(await listening({ host: '0.0.0.0' }))).toMatch(/^http:\/\/localhost:\d+$/)
  expect(uiAddress(await listening({ host: '127.0.0.1', https: {} }))).toBeNull()
})
