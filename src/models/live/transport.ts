import { lookup as systemLookup } from 'node:dns'
import type { LookupOptions } from 'node:dns'
import { clearTimeout, setTimeout } from '../../clock.ts'
import type { IncomingMessage } from 'node:http'
import { Agent } from './http.ts'

/** Longest body that is read of an answer that is not a stream of events, in bytes. */
const LONGEST_TEXT = 64 * 1024

/** Longest list of models that is read, in bytes: gateways list thousands, with descriptions. */
const LONGEST_LIST = 32 * 1024 * 1024

/** Longest wait for a server to end an answer that is complete, in milliseconds. */
const LONGEST_FAREWELL = 250

/** An answer read as text; a long one is cut. */
export interface TextAnswer {
  status: number
  contentType: string
  headers: Readonly<Record<string, string | string[] | undefined>>
  text: string
}

/** The body of an answer as it arrives. */
export type Body = IncomingMessage

/**
 * The connections of one client. Waiting is limited by whoever asks, not here: a server that loads a model or reads a
 * long prompt is silent for minutes. Idle connections close before the 5 s after which LM Studio drops them.
 * @param connectMs limit for a TCP connection, milliseconds
 */
export function openAgent(connectMs: number): Agent {
  return new Agent({ connectMs, keepAliveMs: 4_000, lookup })
}

/** Asks for a document of at most `LONGEST_LIST` bytes. Rejects when it is not here within `timeoutMs`. */
export async function getText(
  agent: Agent,
  url: string,
  apiKey: string | null,
  timeoutMs: number,
  abort?: AbortSignal,
): Promise<TextAnswer> {
  const answer = await agent.request(url, {
    method: 'GET',
    timeoutMs,
    ...(abort === undefined ? {} : { signal: abort }),
    headers: apiKey === null ? {} : { authorization: `Bearer ${apiKey}` },
  })
  return {
    status: answer.status,
    contentType: header(answer.headers, 'content-type'),
    headers: answer.headers,
    text: await readText(answer.body, LONGEST_LIST),
  }
}

/** One header's value, `''` when it is missing. */
export function header(headers: Readonly<Record<string, string | string[] | undefined>>, name: string): string {
  return String(headers[name] ?? '')
}

/** A body as text, cut after `longest` bytes. */
export async function readText(body: Body, longest = LONGEST_TEXT): Promise<string> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of body as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    length += chunk.length
    if (length > longest) break
  }
  return Buffer.concat(chunks)
    .subarray(0, longest)
    .toString('utf8')
    .replace(/^\ufeff/, '')
}

/** Reads the rest of a body that is over, so that its connection serves again; closes it when the server dawdles. */
export async function drain(chunks: AsyncIterator<Uint8Array>, body: Body): Promise<void> {
  const timer = setTimeout(() => body.destroy(), LONGEST_FAREWELL)
  try {
    let length = 0
    for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) {
      length += next.value.length
      if (length > LONGEST_TEXT) body.destroy()
    }
  } catch {
    // The answer was complete; how its connection ends does not matter.
  } finally {
    clearTimeout(timer)
  }
}

type Addresses = { address: string; family: number }[]
type LookupCallback = (error: NodeJS.ErrnoException | null, address: string | Addresses, family?: number) => void

/**
 * `localhost` is both loopback addresses, IPv4 first: LM Studio listens on IPv4 only, and some systems know the name as
 * `::1` alone.
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
