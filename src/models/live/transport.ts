import { lookup as systemLookup } from 'node:dns'
import type { LookupOptions } from 'node:dns'
import type { AnswerBody } from './answer-body.ts'
import { Agent, requestHead } from './http.ts'

/** Largest body that is read of an answer other than an event stream, in bytes. */
const LONGEST_TEXT = 64 * 1024

/** Largest list of models that is read, in bytes: gateways list thousands, with descriptions. */
const LONGEST_LIST = 32 * 1024 * 1024

/** An answer as text, truncated if it is too long. */
export interface TextAnswer {
  status: number
  contentType: string
  headers: Readonly<Record<string, string>>
  text: string
}

/**
 * The connections of one client. The caller limits the wait for an answer: a server that loads a model or reads a
 * long prompt is silent for minutes. Idle connections close before the 5 s after which LM Studio drops them.
 * @param connectMs limit for a TCP connection, milliseconds
 */
export function openAgent(connectMs: number): Agent {
  return new Agent({ connectMs, keepAliveMs: 4_000, lookup })
}

/** Gets a document of at most `LONGEST_LIST` bytes. Rejects after `timeoutMs`. */
export async function getText(
  agent: Agent,
  url: string,
  apiKey: string | null,
  timeoutMs: number,
  abort?: AbortSignal,
): Promise<TextAnswer> {
  const head = requestHead('GET', url, apiKey === null ? {} : { authorization: `Bearer ${apiKey}` })
  const answer = await agent.request(head, { timeoutMs, signal: abort })
  return {
    status: answer.status,
    contentType: header(answer.headers, 'content-type'),
    headers: answer.headers,
    text: await readBody(answer.body, LONGEST_LIST),
  }
}

/** One header's value, `''` when it is missing. */
export function header(headers: Readonly<Record<string, string>>, name: string): string {
  return headers[name] ?? ''
}

/** A body as text, truncated after `longest` bytes. */
export async function readBody(body: AnswerBody, longest = LONGEST_TEXT): Promise<string> {
  const chunks: Buffer[] = []
  let length = 0
  await body.read((bytes) => {
    chunks.push(Buffer.from(bytes))
    length += bytes.length
    return length <= longest
  })
  body.destroy()
  return Buffer.concat(chunks)
    .subarray(0, longest)
    .toString('utf8')
    .replace(/^\ufeff/, '')
}

type Addresses = { address: string; family: number }[]
type LookupCallback = (error: NodeJS.ErrnoException | null, address: string | Addresses, family?: number) => void

/**
 * Resolves `localhost` to both loopback addresses, IPv4 first: LM Studio listens on IPv4 only, and some systems resolve
 * the name to `::1` alone.
 */
function lookup(hostname: string, options: LookupOptions, callback: LookupCallback): void {
  if (hostname !== 'localhost') return systemLookup(hostname, options, callback)
  const addresses = [
    { address: '127.0.0.1', family: 4 },
    { address: '::1', family: 6 },
  ]
  if (options.all === true) callback(null, addresses)
  else callback(null, '127.0.0.1', 4)
}
