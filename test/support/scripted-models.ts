import { events, scriptedServer, streamed } from './scripted-server.ts'

/** A server whose models answer each question as `reply` says, in LM Studio's format. */
export async function scriptedModels(models: readonly string[], reply: (question: string) => string) {
  const list = JSON.stringify({
    object: 'list',
    data: models.map((id) => ({ id, object: 'model', owned_by: 'organization_owner' })),
  })
  const server = await scriptedServer({
    'GET /v1/models': { body: list },
    'POST /v1/chat/completions': (response, { body }) => {
      const messages = body['messages'] as { content: string }[]
      const answer = events(streamed([reply(messages.at(-1)?.content ?? '')], String(body['model'])))
      if (typeof answer === 'function') return
      response.writeHead(200, { 'content-type': answer.type ?? 'text/event-stream' })
      response.end(answer.body)
    },
  })
  return {
    url: server.url,
    close: () => server.close(),
    /** Every question, warm-ups left out. */
    asked: () =>
      server
        .to('/v1/chat/completions')
        .map(({ body }) => ({ model: String(body['model']), seed: body['seed'], maxTokens: body['max_tokens'] }))
        .filter(({ maxTokens }) => maxTokens !== 1),
  }
}
