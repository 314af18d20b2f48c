import { describe, expect } from 'vitest'
import { goldenProject, numbered } from '../support/golden-project.ts'
import { test } from '../support/project.ts'
import { logOf } from '../support/running.ts'
import { type Script, scriptedServer, streamed } from '../support/scripted-server.ts'

const files = goldenProject({ one: numbered(3, 'a'), two: numbered(3, 'b') })
const LIST = { body: JSON.stringify({ object: 'list', data: [{ id: 'big' }, { id: 'small' }] }) }

async function serve(chat: Script, more: Record<string, Script> = {}) {
  const server = await scriptedServer({ 'GET /v1/models': LIST, 'POST /v1/chat/completions': chat, ...more })
  return { server, env: { AIOS_BACKEND: 'live', AIOS_BASE_URL: server.url, COLUMNS: '300' } }
}

const answer = (body: Record<string, unknown>): string => streamed(['Yes.'], String(body['model']))

describe('any OpenAI-compatible server', { timeout: 60_000 }, () => {
  test('that never answers costs one timeout for each model, for any number of goldens and files', async ({
    project,
    onTestFinished,
  }) => {
    const { server, env } = await serve(() => {})
    onTestFinished(() => server.close())
    await project.write(files)
    const run = await project.vitest(['run', 'goldens'], { ...env, AIOS_TIMEOUT_MS: '1500' })
    expect(run.exitCode).toBe(1)
    expect(run.output.match(/could not measure golden "[ab]\d": load timeout/g)).toHaveLength(6)
    const asked = server.to('/v1/chat/completions').map(({ body }) => String(body['model']))
    expect(asked).toHaveLength(new Set(asked).size)
    for (const model of new Set(asked)) {
      expect(run.output).toContain(`aios  waiting for ${model} to load, at most 2 s`)
      expect(run.output).toContain(`aios  ${model} was not ready within its limit; this run does not wait for it again`)
    }
  })

  test('that rejects fields is detected once, reported once, and in the log of each reply', async ({
    project,
    onTestFinished,
  }) => {
    const { server, env } = await serve((response, { body }) => {
      const field = ['top_k', 'seed'].find((name) => name in body)
      if (field === undefined) response.writeHead(200, { 'content-type': 'text/event-stream' }).end(answer(body))
      else
        response.writeHead(422, { 'content-type': 'application/json' }).end(
          JSON.stringify({
            detail: [{ type: 'extra_forbidden', loc: ['body', field], msg: 'Extra inputs are not permitted' }],
          }),
        )
    })
    onTestFinished(() => server.close())
    await project.write(files)
    const run = await project.vitest(['run', 'goldens', '-u'], env)
    expect(run.output).toMatch(/status +PASS/)
    const asked = server.to('/v1/chat/completions')
    const models = new Set(asked.map(({ body }) => String(body['model'])))
    const refused = asked.filter(({ body }) => 'top_k' in body || 'seed' in body)
    expect(refused).toHaveLength(2 * models.size)
    for (const model of models) {
      const line = `aios  the server refuses fields of the request; asking ${model} without top_k, without seed`
      expect(run.output.split(line)).toHaveLength(2)
    }
    const replies = logOf(project).events.filter(({ event_type }) => event_type === 'response')
    expect(replies).toHaveLength(6)
    for (const { quirks } of replies) expect(quirks).toEqual(expect.arrayContaining(['omitted_top_k', 'omitted_seed']))
  })

  test('that answers under a path, with full names and without a list, runs as it is', async ({
    project,
    onTestFinished,
  }) => {
    const { server, env } = await serve(() => {}, {
      'GET /v1/models': { status: 404, body: '{"detail":"Not Found"}' },
      'POST /gateway/openai/chat/completions': (response, { body }) =>
        void response
          .writeHead(200, { 'content-type': 'text/event-stream' })
          .end(streamed(['Yes.'], `hosted_vllm/${String(body['model'])}`)),
    })
    onTestFinished(() => server.close())
    await project.write(files)
    const url = `${new URL(server.url).origin}/gateway/openai`
    const run = await project.vitest(['run', 'goldens', '-u'], { ...env, AIOS_BASE_URL: url })
    expect(run.output).toMatch(/status +PASS/)
    const doctor = await project.aios(['doctor'], { ...env, AIOS_BASE_URL: url })
    expect(doctor.output).toMatch(/ok +main_model +big: not listed, answers as hosted_vllm\/big/)
  })
})
