import type { Socket } from 'node:net'
import type { ModelNote } from '../src/models/models.ts'

/** How a worker reaches the broker of its run. */
export interface BrokerAddress {
  port: number
  /** Keeps other programs of the machine out. */
  token: string
}

/** The broker, and the session of the run that the workers of a project belong to. */
export interface ProjectAddress extends BrokerAddress {
  session: number
  /** Path of the baseline; null: the settings are invalid, which the session reports when it is opened. */
  baseline: string | null
  /** Whether the config of Vitest fails tests without an assertion. */
  requireAssertions: boolean
}

/** A message from a worker to the main process: one JSON object a line. */
export type BrokerRequest =
  | { op: 'hello'; token: string }
  | { op: 'open'; id: number; session: number }
  | { op: 'golden-set'; session: number; testFile: string; file: string }
  | { op: 'acquire'; id: number; baseUrl: string; model: string }
  | { op: 'note'; baseUrl: string; model: string; note: ModelNote }
  /** `last`: the model that was asked last, where the slot served for several requests. */
  | { op: 'release'; id: number; last?: string }

/** A message to a worker. An answer has the `id` of its request; `share`: another worker asks this server too. */
export type BrokerResponse =
  | { id: number; ok: unknown }
  | { id: number; error: string }
  | { op: 'share'; baseUrl: string }

/** A slot that was granted: `sole` while no other worker asks this server. */
export interface Grant {
  previous: string | null
  sole: boolean
  /** Findings of other workers about the model. */
  notes: ModelNote[]
}

export function send(socket: Socket, message: BrokerRequest | BrokerResponse): void {
  if (!socket.destroyed) socket.write(`${JSON.stringify(message)}\n`)
}

/** Longest line, in characters. Messages contain golden ids, paths and settings, which are much shorter. */
const LONGEST_LINE = 1_000_000

/** Calls `receive` with each complete line, parsed. Closes the connection on malformed input. */
export function onMessage(socket: Socket, receive: (message: unknown) => void): void {
  let rest = ''
  socket.setEncoding('utf8')
  socket.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    const messages = lines.map(parsed)
    if (messages.includes(undefined) || rest.length > LONGEST_LINE) return void socket.destroy()
    for (const message of messages) receive(message)
  })
}

/** undefined: not JSON. */
function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
