import { lookup as systemLookup } from 'node:dns'
import type { LookupOptions } from 'node:dns'
import { clearTimeout, setTimeout } from '../../clock.ts'
import type { IncomingMessage } from 'node:http'
import { Agent } from './http.ts'

/** Largest body that is read of an answer other than an event stream, in bytes. */
const LONGEST_TEXT = 64 * 1024

/** Largest list of models that is read, in bytes: gateways list thousands, with descriptions. */
const LONGEST_LIST = 32 * 1024 * 1024

/** Longest wait for the end of a complete answer, in milliseconds. */
const DRAIN_MS = 250

/** An answer as text, truncated if it is too long. */
export interface TextAnswer {
  status: number
  contentType: string
  headers: Readonly<Record<string, string | string[] | undefined>>
  text: string
}

/** The body of an answer as it arrives. */
export type Body = IncomingMessage

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

/** A body as text, truncated after `longest` bytes. */
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

/**
 * Reads the rest of a complete body, so that its connection can be reused; closes it when that takes too long.
 * @param ended settles when the body has ended
 */
export async function drain(ended: Promise<void>, body: Body): Promise<void> {
  const timer = setTimeout(() => body.destroy(), DRAIN_MS)
  let length = 0
  body.on('data', (bytes: Buffer) => {
    length += bytes.length
    if (length > LONGEST_TEXT) body.destroy()
  })
  try {
    await ended
  } catch {
    // The answer was complete; how its connection ends does not matter.
  } finally {
    clearTimeout(timer)
  }
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
