import { events, type Script, scriptedServer, streamed } from './scripted-server.ts'

/** What a scripted model says: a text, or anything else that a server can do. */
export type Says = string | Script

/** A server whose models answer each question as `reply` says, in LM Studio's format. */
export async function scriptedModels(
  models: readonly string[],
  reply: (question: string, asked: { model: string; count: number }) => Says | Promise<Says>,
) {
  const list = JSON.stringify({
    object: 'list',
    data: models.map((id) => ({ id, object: 'model', owned_by: 'organization_owner' })),
  })
  let count = 0
  let open = 0
  let busiest = 0
  const answered: { question: string; reply: Says; at: number }[] = []
  const server = await scriptedServer({
    'GET /v1/models': { body: list },
    'POST /v1/chat/completions': async (response, request) => {
      open += 1
      busiest = Math.max(busiest, open)
      const messages = request.body['messages'] as { content: string }[]
      const question = messages.at(-1)?.content ?? ''
      const model = String(request.body['model'])
      const warmUp = request.body['max_tokens'] === 1
      const says = warmUp ? 'Hi' : await reply(question, { model, count: ++count })
      const script = typeof says === 'string' ? events(streamed([says], model)) : says
      response.once('close', () => (open -= 1))
      if (typeof script === 'function') return script(response, request)
      response.writeHead(script.status ?? 200, { 'content-type': script.type ?? 'application/json; charset=utf-8' })
      response.end(script.body)
      if (!warmUp) response.once('finish', () => answered.push({ question, reply: says, at: Date.now() }))
    },
  })
  return {
    url: server.url,
    script: (scripts: Parameters<typeof server.script>[0]) => server.script(scripts),
    close: () => server.close(),
    /** Every question, warm-ups left out. */
    asked: () =>
      server
        .to('/v1/chat/completions')
        .map(({ body }) => ({
          model: String(body['model']),
          seed: body['seed'],
          maxTokens: body['max_tokens'],
          question: (body['messages'] as { content: string }[]).at(-1)?.content ?? '',
        }))
        .filter(({ maxTokens }) => maxTokens !== 1),
    /** Every reply that was sent to its end, and when. */
    answered: () => answered,
    /** Most requests that were open at the same time. */
    busiest: () => busiest,
  }
}
