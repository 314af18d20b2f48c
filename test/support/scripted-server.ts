import { createServer } from 'node:http'
import type { IncomingHttpHeaders, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A request as the server saw it. */
export interface SeenRequest {
  method: string
  path: string
  headers: IncomingHttpHeaders
  body: Record<string, unknown>
}

/** How one endpoint answers: bytes as they are, or by hand. */
export type Script =
  | { status?: number; type?: string; body: string | Buffer }
  | ((response: ServerResponse, request: SeenRequest) => void | Promise<void>)

/** A server that says exactly what the test wrote down, and what LM Studio says to everything else. */
export interface ScriptedServer {
  url: string
  requests: SeenRequest[]
  /** Requests to one path. */
  to(path: string): SeenRequest[]
  /** Changes the scripts, by `METHOD /path`. */
  script(scripts: Record<string, Script>): void
  close(): Promise<void>
}

/** Starts a server on a free port of 127.0.0.1. */
export async function scriptedServer(scripts: Record<string, Script>): Promise<ScriptedServer> {
  const requests: SeenRequest[] = []
  const known = { ...scripts }
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString()
      const seen = {
        method: request.method ?? '',
        path: request.url ?? '',
        headers: request.headers,
        body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
      }
      requests.push(seen)
      void play(known[`${seen.method} ${seen.path}`] ?? unexpectedEndpoint(seen), response, seen)
    })
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    to: (path) => requests.filter((request) => request.path === path),
    script: (more) => void Object.assign(known, more),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function play(script: Script, response: ServerResponse, request: SeenRequest): Promise<void> {
  if (typeof script === 'function') return script(response, request)
  response.writeHead(script.status ?? 200, { 'content-type': script.type ?? 'application/json; charset=utf-8' })
  response.end(script.body)
}

/** LM Studio's answer to a wrong path or method: status 200. */
function unexpectedEndpoint({ method, path }: Pick<SeenRequest, 'method' | 'path'>): Script {
  return { body: `{"error":"Unexpected endpoint or method. (${method} ${path})"}` }
}

/** One event of a chat stream, as LM Studio writes it: the role stands on every delta. */
export function chunk(delta: Record<string, unknown>, model = 'm', finish: string | null = null): string {
  const choice = {
    index: 0,
    delta: finish === null ? { role: 'assistant', ...delta } : delta,
    logprobs: null,
    finish_reason: finish,
  }
  const body = {
    id: 'chatcmpl-x',
    object: 'chat.completion.chunk',
    created: 1_790_000_000,
    model,
    system_fingerprint: model,
  }
  return `data: ${JSON.stringify({ ...body, choices: [choice] })}\n\n`
}

/** The usage chunk that `include_usage` asks for. */
export function usage(prompt: number, completion: number, model = 'm'): string {
  const counts = { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion }
  return `data: ${JSON.stringify({ id: 'chatcmpl-x', object: 'chat.completion.chunk', model, choices: [], usage: counts })}\n\n`
}

export const DONE = 'data: [DONE]\n\n'

/** A whole streamed reply. */
export function streamed(pieces: readonly string[], model = 'm'): string {
  const deltas = pieces.map((content) => chunk({ content }, model))
  return [...deltas, chunk({}, model, 'stop'), usage(12, pieces.length, model), DONE].join('')
}

/** A stream of events made of these bytes. */
export function events(body: string | Buffer): Script {
  return { type: 'text/event-stream', body }
}
