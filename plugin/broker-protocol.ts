import type { Socket } from 'node:net'
import type { ModelNote } from '../src/models/models.ts'

/** How a worker reaches the broker of its run. */
export interface BrokerAddress {
  port: number
  /** Keeps other programs of the machine out. */
  token: string
}

/** What is provided to the workers of a project: the broker, and which session of the run is theirs. */
export interface ProjectAddress extends BrokerAddress {
  session: number
}

/** What a worker asks of the main process. One JSON object a line. */
export type BrokerRequest =
  | { op: 'hello'; token: string }
  | { op: 'open'; id: number; session: number }
  | { op: 'golden-set'; session: number; testFile: string; file: string }
  | { op: 'acquire'; id: number; baseUrl: string; model: string }
  | { op: 'note'; baseUrl: string; model: string; note: ModelNote }
  /** `last`: the model that was asked last, where the slot served for several requests. */
  | { op: 'release'; id: number; last?: string }

/** Every answer bears the `id` of what was asked. `share`: another worker asks this server too. */
export type BrokerResponse =
  | { id: number; ok: unknown }
  | { id: number; error: string }
  | { op: 'share'; baseUrl: string }

/** A slot that was granted: `sole` while no other worker asks this server. */
export interface Grant {
  previous: string | null
  sole: boolean
  /** What other workers found out about the model. */
  notes: ModelNote[]
}

export function send(socket: Socket, message: BrokerRequest | BrokerResponse): void {
  if (!socket.destroyed) socket.write(`${JSON.stringify(message)}\n`)
}

/** More than any worker ever says on one line: golden ids, paths and settings. */
const LONGEST_LINE = 1_000_000

/** Calls `receive` with each complete line, parsed. Who says anything else is no worker of ours, and is cut off. */
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
