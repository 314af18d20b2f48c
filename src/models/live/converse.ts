import OpenAI from 'openai'
import type { Fault } from './fault.ts'
import type { Deadlines } from './deadlines.ts'
import { EndlessStream, EventStream, NotAStream } from './event-stream.ts'
import { Hearing } from './hearing.ts'
import { networkFault } from './network-fault.ts'

/** What is sent: the standard fields, and those that local servers add. */
export type ChatRequest = OpenAI.ChatCompletionCreateParamsStreaming & { top_k: number; repeat_penalty: number }

/** A reply heard to its end; times are those of `performance.now()`. */
export interface Heard {
  kind: 'heard'
  hearing: Hearing
  /** `[DONE]` came. */
  done: boolean
  sentAt: number
  endedAt: number
}

/** Sends one request and listens to its end, or to the first fault. Never rejects. */
export async function converse(openai: OpenAI, body: ChatRequest, deadlines: Deadlines): Promise<Heard | Fault> {
  const hearing = new Hearing()
  const sentAt = performance.now()
  let answer: EventStream | null = null
  let done = false
  try {
    const { data: stream, response } = await openai.chat.completions
      .create(body, { signal: deadlines.signal })
      .withResponse()
    answer = response instanceof EventStream ? response : null
    for await (const chunk of stream) {
      const now = performance.now()
      const before = hearing.lastAt
      hearing.hear(chunk, now)
      if (hearing.lastAt !== before) deadlines.token(now)
    }
    done = answer?.done ?? false
  } catch (error) {
    const fault = deadlines.fault ?? faultOf(error, answer !== null, !hearing.silent)
    if (!atTheEnd(fault, hearing)) return fault
  }
  if (deadlines.fault !== null && !atTheEnd(deadlines.fault, hearing)) return deadlines.fault
  if (hearing.chunks === 0 || (hearing.finish === null && !done)) return unfinished(hearing)
  return { kind: 'heard', hearing, done, sentAt, endedAt: hearing.heardAt ?? sentAt }
}

/** A reply whose finish reason came is complete, however its connection ended. */
function atTheEnd(fault: Fault, hearing: Hearing): boolean {
  return hearing.finish !== null && (fault.kind === 'network' || fault.kind === 'limit')
}

function unfinished({ chunks, text }: Hearing): Fault {
  if (chunks === 0)
    return { kind: 'stream', fault: 'empty_stream', evidence: 'the stream ended before its first event' }
  const evidence = `the stream ended after ${chunks} events and ${text.length} characters, with neither a finish reason nor [DONE]`
  return { kind: 'stream', fault: 'stream_cut', evidence }
}

function faultOf(error: unknown, answering: boolean, begun: boolean): Fault {
  if (error instanceof OpenAI.APIError && !(error instanceof OpenAI.APIConnectionError)) {
    return { kind: 'error_event', error: error.error, begun }
  }
  if (error instanceof SyntaxError || error instanceof EndlessStream) {
    const evidence = error instanceof EndlessStream ? error.message : 'an event of the stream is no JSON'
    return { kind: 'stream', fault: 'malformed_reply', evidence }
  }
  const cause = error instanceof Error ? error.cause : undefined
  if (cause instanceof NotAStream) {
    return { kind: 'answer', status: cause.status, contentType: cause.contentType, text: cause.text }
  }
  return networkFault(error, answering)
}
