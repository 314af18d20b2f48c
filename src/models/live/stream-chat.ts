import { isError } from '../../text/error-message.ts'
import { monotonicMs } from '../../clock.ts'
import type OpenAI from 'openai'
import type { Fault } from './fault.ts'
import type { Deadlines } from './deadlines.ts'
import { EndlessEvent } from './event-decoder.ts'
import type { EventStream } from './event-stream.ts'
import { EndlessStream, NotAStream } from './event-stream.ts'
import { Listener } from './listener.ts'
import type { StreamAccumulator } from './stream-accumulator.ts'
import { networkFault } from './network-fault.ts'

/** The body of a request: the standard fields, and those that local servers add. */
export type ChatRequest = OpenAI.ChatCompletionCreateParamsStreaming & { top_k?: number; repeat_penalty?: number }

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
export async function streamChat(openai: OpenAI, body: ChatRequest, deadlines: Deadlines): Promise<Heard | Fault> {
  const sentAt = monotonicMs()
  const listener = new Listener()
  const { accumulator } = listener
  let stream: EventStream | null = null
  let broken: Fault | null = null
  try {
    // The fetch of this client always returns an EventStream.
    const answer = await openai.chat.completions.create(body, { signal: deadlines.signal }).asResponse()
    stream = answer as unknown as EventStream
    await listen(stream, listener, deadlines)
  } catch (error) {
    broken = deadlines.fault ?? faultOf(error, stream !== null)
    // A reply with a finish reason is complete, however its connection ended.
    if (accumulator.finish === null || (broken.kind !== 'network' && broken.kind !== 'limit')) {
      stream?.abandon()
      return listener.failure ?? broken
    }
  }
  if (deadlines.fault !== null && accumulator.finish === null) return deadlines.fault
  const fault = listener.fault(stream?.contentType ?? '')
  if (fault !== null) return fault
  return { kind: 'heard', accumulator, done: listener.done, sentAt, endedAt: accumulator.receivedAt ?? sentAt }
}

async function listen(stream: EventStream, listener: Listener, deadlines: Deadlines): Promise<void> {
  const { accumulator } = listener
  await stream.read((bytes) => {
    const now = monotonicMs()
    const before = accumulator.lastAt
    listener.take(bytes, now)
    if (accumulator.lastAt !== before) deadlines.token(now)
    return listener.failure === null && !listener.done
  })
  if (listener.failure !== null) return stream.abandon()
  if (listener.done) return stream.finish()
  listener.end(monotonicMs())
}

function faultOf(error: unknown, answering: boolean): Fault {
  if (error instanceof EndlessStream || error instanceof EndlessEvent)
    return { kind: 'stream', fault: 'malformed_reply', evidence: error.message }
  const cause = isError(error) ? error.cause : undefined
  if (cause instanceof NotAStream) {
    const { status, contentType, text, retryAfterMs } = cause
    return { kind: 'answer', status, contentType, text, retryAfterMs }
  }
  return networkFault(error, answering)
}
