import { monotonicMs } from '../../clock.ts'
import type { HttpAnswer } from './http-connection.ts'
import type { Deadlines } from './deadlines.ts'
import type { ChatRequest, Endpoint } from './endpoint.ts'
import { EndlessEvent } from './event-decoder.ts'
import type { Fault } from './fault.ts'
import { Listener } from './listener.ts'
import { networkFault } from './network-fault.ts'
import { retryAfterMs } from './retry-after.ts'
import type { StreamAccumulator } from './stream-accumulator.ts'
import { header, readBody } from './transport.ts'

/** Largest stream that is read, in bytes. */
const LONGEST_STREAM = 256 * 1024 * 1024

/** Thrown when a stream is larger than `LONGEST_STREAM`. */
class EndlessStream extends Error {
  override name = 'EndlessStream'
}

/** A complete stream; times are those of `monotonicMs`. */
export interface Heard {
  kind: 'heard'
  accumulator: StreamAccumulator
  /** `[DONE]` was received. */
  done: boolean
  sentAt: number
  endedAt: number
}

/** Sends one request and reads the stream to its end, or to the first fault. Never rejects. */
export async function streamChat(endpoint: Endpoint, body: ChatRequest, deadlines: Deadlines): Promise<Heard | Fault> {
  const sentAt = monotonicMs()
  const listener = new Listener()
  const { accumulator } = listener
  let stream: HttpAnswer | null = null
  try {
    const answer = await endpoint.send(body, deadlines.signal)
    if (answer.status !== 200) return await refusalOf(answer)
    // Any content type is accepted: gateways send events as `application/json`, and errors as `text/event-stream`.
    stream = answer
    await listen(stream, listener, deadlines)
  } catch (error) {
    const broken = deadlines.fault ?? faultOf(error, stream !== null)
    // A reply with a finish reason is complete, however its connection ended.
    if (accumulator.finish === null || (broken.kind !== 'network' && broken.kind !== 'limit')) {
      stream?.body.destroy()
      return listener.failure ?? broken
    }
  }
  if (deadlines.fault !== null && accumulator.finish === null) return deadlines.fault
  const fault = listener.fault(stream === null ? '' : header(stream.headers, 'content-type'))
  if (fault !== null) return fault
  return { kind: 'heard', accumulator, done: listener.done, sentAt, endedAt: accumulator.receivedAt ?? sentAt }
}

async function listen({ body }: HttpAnswer, listener: Listener, deadlines: Deadlines): Promise<void> {
  const { accumulator } = listener
  let length = 0
  await body.read((bytes) => {
    length += bytes.length
    if (length > LONGEST_STREAM) throw new EndlessStream(`more than ${LONGEST_STREAM} bytes in one reply`)
    const now = monotonicMs()
    const before = accumulator.lastAt
    listener.take(bytes, now)
    if (accumulator.lastAt !== before) deadlines.token(now)
    return listener.failure === null && !listener.done
  })
  if (listener.failure !== null) return body.destroy()
  if (listener.done) return body.drain()
  listener.end(monotonicMs())
}

async function refusalOf({ status, headers, body }: HttpAnswer): Promise<Fault> {
  const contentType = header(headers, 'content-type')
  return { kind: 'answer', status, contentType, text: await readBody(body), retryAfterMs: retryAfterMs(headers) }
}

function faultOf(error: unknown, answering: boolean): Fault {
  if (error instanceof EndlessStream || error instanceof EndlessEvent)
    return { kind: 'stream', fault: 'malformed_reply', evidence: error.message }
  return networkFault(error, answering)
}
