import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { chooseBackend } from '../../../src/models/backend.ts'
import { resolveSettings } from '../../../src/settings/resolve.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { type Script, scriptedServer, streamed } from '../../support/scripted-server.ts'

const settingsFor = (env: Record<string, string>) => {
  const models = { AIOS_MAIN_MODEL: 'big', AIOS_EMBEDDER: 'small' }
  return resolveSettings({}, { root: temporaryFolder(), env: { ...models, ...env } })
}

test('a recording from a replay is refused, with the setting that fixes it', async () => {
  const settings = settingsFor({ AIOS_RECORD: '5', AIOS_BACKEND: 'replay' })
  await expect(chooseBackend(settings)).rejects.toThrow('AIOS_RECORD cannot be used with backend replay')
})

test('without cassettes a replay says where it looked, and for which models', async () => {
  const settings = settingsFor({ AIOS_BACKEND: 'replay' })
  await expect(chooseBackend(settings)).rejects.toThrow(
    `no cassette in ${join(settings.root, 'goldens/cassettes')} of big or small`,
  )
})

const gateway = async (list: Script, chat: Script) => {
  const server = await scriptedServer({ 'GET /v1/models': list, 'POST /v1/chat/completions': chat })
  onTestFinished(() => server.close())
  return server.url
}
const echo: Script = (response, { body }) => {
  response.writeHead(200, { 'content-type': 'text/event-stream' }).end(streamed(['Hi'], String(body['model'])))
}
const empty = { body: '{"object":"list","data":[{"id":"other"}]}' }

test.each<[string, Script]>([
  ['its list lacks', empty],
  ['it has no list of', { status: 404, body: '{"detail":"Not Found"}' }],
  ['its list lacks, because it gives something else,', { body: '{"status":"fine"}' }],
])('a server answers for models that %s', async (_name, list) => {
  const url = await gateway(list, echo)
  expect(await chooseBackend(settingsFor({ AIOS_BASE_URL: url }))).toMatchObject({
    kind: 'live',
    servers: { [url]: { baseUrl: url } },
  })
})

test('a server that answers with another model, or refuses, has no such model', async () => {
  const another: Script = (response) =>
    void response.writeHead(200, { 'content-type': 'text/event-stream' }).end(streamed(['Hi'], 'other'))
  for (const chat of [another, { status: 404, body: '{"error":"model not found"}' }]) {
    const settings = settingsFor({ AIOS_BASE_URL: await gateway(empty, chat), AIOS_BACKEND: 'live' })
    await expect(chooseBackend(settings)).rejects.toThrow('has no model big (main_model)')
  }
})

test('a name that the list gives in full needs no question, nor does an alias', async () => {
  const list = { body: '{"data":[{"id":"vendor/big:latest"},{"id":"tiny"}]}' }
  const url = await gateway(list, { status: 500, body: '' })
  const settings = settingsFor({ AIOS_BASE_URL: url, AIOS_MODEL_ALIASES: 'small=tiny' })
  expect(await chooseBackend(settings)).toMatchObject({ kind: 'live' })
})
