import { describe, expect } from 'vitest'
import type { Report } from '../../schemas/generated/report.ts'
import { MONOREPO, numbered, packageFiles } from '../support/golden-project.ts'
import { test as base } from '../support/project.ts'
import { type Script, scriptedServer, streamed } from '../support/scripted-server.ts'

const LIST = { body: JSON.stringify({ object: 'list', data: [{ id: 'big' }, { id: 'small' }] }) }

const serve = (chat: Script, more: Record<string, Script> = {}) =>
  scriptedServer({ 'GET /v1/models': LIST, 'POST /v1/chat/completions': chat, ...more })

const answer = (body: Record<string, unknown>): string => streamed(['Yes.'], String(body['model']))

/** Refuses a request for its first field that the server does not know. */
const rejecting: Script = (response, { body }) => {
  const field = ['top_k', 'seed'].find((name) => name in body)
  if (field === undefined) response.writeHead(200, { 'content-type': 'text/event-stream' }).end(answer(body))
  else
    response.writeHead(422, { 'content-type': 'application/json' }).end(
      JSON.stringify({
        detail: [{ type: 'extra_forbidden', loc: ['body', field], msg: 'Extra inputs are not permitted' }],
      }),
    )
}

/** Answers under a path, with full names and without a list. */
const behindGateway: Record<string, Script> = {
  'GET /v1/models': { status: 404, body: '{"detail":"Not Found"}' },
  'POST /gateway/openai/chat/completions': (response, { body }) =>
    void response
      .writeHead(200, { 'content-type': 'text/event-stream' })
      .end(streamed(['Yes.'], `hosted_vllm/${String(body['model'])}`)),
}

/** A run of three packages, each with a server of its own. */
const test = base.extend('servers', { scope: 'file' }, async ({ newProject }, { onCleanup }) => {
  const [silent, refusing, gateway] = [
    await serve(() => {}),
    await serve(rejecting),
    await serve(() => {}, behindGateway),
  ]
  onCleanup(async () => void (await Promise.all([silent, refusing, gateway].map((server) => server.close()))))
  const gatewayUrl = `${new URL(gateway.url).origin}/gateway/openai`
  const project = await newProject()
  const files = (name: string, baseUrl: string, more = '') =>
    packageFiles(
      name,
      { one: numbered(3, 'a'), two: numbered(3, 'b') },
      { aios: `backend: 'live', baseUrl: '${baseUrl}', ${more}` },
    )
  await project.write({
    'vitest.config.ts': MONOREPO,
    ...files('silent', silent.url, 'timeoutMs: 1_500'),
    ...files('refusing', refusing.url),
    ...files('gateway', gatewayUrl),
  })
  const { exitCode, output } = await project.vitest(['run', 'goldens', '-u'], { COLUMNS: '300' })
  const statusOf = async (name: string) =>
    (JSON.parse(await project.read(`packages/${name}/.aios/last_report.json`)) as Report).status
  const status = {
    silent: await statusOf('silent'),
    refusing: await statusOf('refusing'),
    gateway: await statusOf('gateway'),
  }
  return { project, exitCode, output, status, silent, refusing, gatewayUrl }
})

describe('any OpenAI-compatible server', { timeout: 60_000 }, () => {
  test('that never answers costs one timeout for each model, for any number of goldens and files', ({
    servers: { exitCode, output, status, silent },
  }) => {
    expect(exitCode).toBe(1)
    expect(status.silent).toBe('fail')
    expect(output.match(/could not measure golden "[ab]\d": load timeout/g)).toHaveLength(6)
    const asked = silent.to('/v1/chat/completions').map(({ body }) => String(body['model']))
    expect(asked).not.toEqual([])
    expect(asked).toHaveLength(new Set(asked).size)
    for (const model of new Set(asked)) {
      expect(output).toContain(`aios  waiting for ${model} to load, at most 2 s`)
      expect(output).toContain(`aios  ${model} was not ready within its limit; this run does not wait for it again`)
    }
  })

  test('that rejects fields is detected once, reported once, and in the log of each reply', async ({
    servers: { project, output, status, refusing },
  }) => {
    expect(status.refusing).toBe('pass')
    const asked = refusing.to('/v1/chat/completions')
    const models = new Set(asked.map(({ body }) => String(body['model'])))
    const refused = asked.filter(({ body }) => 'top_k' in body || 'seed' in body)
    expect(refused).toHaveLength(2 * models.size)
    for (const model of models) {
      const line = `aios  the server refuses fields of the request; asking ${model} without top_k, without seed`
      expect(output.split(line)).toHaveLength(2)
    }
    const replies = (await project.events('packages/refusing')).filter(({ event_type }) => event_type === 'response')
    expect(replies).toHaveLength(6)
    for (const { quirks } of replies) expect(quirks).toEqual(expect.arrayContaining(['omitted_top_k', 'omitted_seed']))
  })

  test('that answers under a path, with full names and without a list, runs as it is', async ({
    servers: { project, status, gatewayUrl },
  }) => {
    expect(status.gateway).toBe('pass')
    const doctor = await project.aios(['doctor'], {
      AIOS_BACKEND: 'live',
      AIOS_BASE_URL: gatewayUrl,
      AIOS_MAIN_MODEL: 'big',
      AIOS_EMBEDDER: 'small',
      COLUMNS: '300',
    })
    expect(doctor.output).toMatch(/ok +main_model +big: not listed, answers as hosted_vllm\/big/)
  })
})
