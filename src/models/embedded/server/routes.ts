import { createHash, timingSafeEqual } from 'node:crypto'
import { Hono } from 'hono'
import type { Context } from 'hono'
import { VERSION } from '../../../version.ts'
import { limitedBody, localAccess } from './access.ts'
import { Completion } from './completion.ts'
import { modelList, modelRow } from './dialect.ts'
import type { Pool } from './pool.ts'
import { asApiError, loadFailed, unauthorized, unknownModel } from './api-error.ts'
import { readChatRequest, readTextRequest } from './request.ts'
import type { ReplyRequest } from './request.ts'
import { findModelFiles } from '../install/model-files.ts'
import type { ModelFile } from '../install/model-files.ts'

/** The dependencies of the routes. */
export interface Serving {
  dir: string
  pool: Pool
  apiKey: string | null
  closing: AbortSignal
  llamaRelease: string
}

/** LM Studio's endpoints, and its response to all other paths. */
export function routes({ dir, pool, apiKey, closing, llamaRelease }: Serving): Hono {
  const app = new Hono()
  app.use(async (c, next) => {
    await next()
    c.header('X-Powered-By', `vitest-aios/${VERSION}`)
  })
  app.use(localAccess(apiKey))
  app.get('/lmstudio-greeting', (c) => c.json({ lmstudio: true, stand_in: `vitest-aios ${VERSION}` }))
  app.use(async (c, next) => {
    const given = /^Bearer (.+)$/i.exec(c.req.header('authorization') ?? '')?.[1]
    if (apiKey !== null && !isSame(given ?? '', apiKey)) throw unauthorized(given !== undefined)
    await next()
  })
  app.use(limitedBody)
  app.get('/v1/models', (c) => c.json(modelList(findModelFiles(dir))))
  const row = (modelFile: ModelFile) => modelRow(modelFile, pool.loaded(modelFile.id))
  app.get('/api/v0/models', (c) => c.json({ object: 'list', data: findModelFiles(dir).map(row) }))
  app.get('/api/v0/models/:id{.+}', (c) => c.json(row(named(dir, c.req.param('id')))))

  const reply = async (c: Context, read: (body: string) => ReplyRequest, native: boolean) => {
    const request = read(await c.req.text())
    const modelFile = named(dir, request.model)
    const signal = AbortSignal.any([c.req.raw.signal, closing])
    const lease = await pool.lease(modelFile, request.ttlSeconds, signal).catch((error: unknown) => {
      throw signal.aborted ? asApiError(error) : loadFailed(modelFile.id, error)
    })
    const answer = new Completion(lease, request, signal)
    if (request.stream) return answer.streamed(c)
    return c.json(await answer.plain(native ? llamaRelease : null))
  }
  app.post('/v1/chat/completions', (c) => reply(c, readChatRequest, false))
  app.post('/v1/completions', (c) => reply(c, readTextRequest, false))
  app.post('/api/v0/chat/completions', (c) => reply(c, readChatRequest, true))
  app.post('/api/v0/completions', (c) => reply(c, readTextRequest, true))
  app.notFound((c) => c.json({ error: `Unexpected endpoint or method. (${c.req.method} ${c.req.path})` }))
  app.onError((error, c) => {
    const { status, body } = asApiError(error)
    return c.json(body, status)
  })
  return app
}

/** The model file of an id; letter case is ignored, as in LM Studio. */
function named(dir: string, id: string): ModelFile {
  const all = findModelFiles(dir)
  const found = all.find((modelFile) => modelFile.id.toLowerCase() === id.toLowerCase())
  if (found === undefined)
    throw unknownModel(
      id,
      all.map((modelFile) => modelFile.id),
    )
  return found
}

function isSame(given: string, key: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(key))
}
