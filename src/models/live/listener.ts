import { EventDecoder, isErrorName, type StreamItem } from './event-decoder.ts'
import type { Fault } from './fault.ts'
import { FrameLearner } from './repeated-chunk.ts'
import { StreamAccumulator } from './stream-accumulator.ts'
import { isFailure, readEvent, readStray, type Said } from './stream-event.ts'
import { errorOfBody, parseJson } from './error-body.ts'

/** Longest text outside of events that is kept, in characters. */
const LONGEST_STRAY = 64 * 1024

/**
 * Reads the answer to a chat request, and decides at its end whether the reply is complete: it needs a finish reason of a
 * complete reply, and no error in any form. Pure: bytes and times in, accumulated reply or fault out.
 */
export class Listener {
  readonly accumulator = new StreamAccumulator()
  /** `[DONE]` was received. */
  done = false
  /** The first failure inside the stream. */
  failure: Fault | null = null
  readonly #decoder = new EventDecoder((item) => this.#item(item))
  readonly #learner = new FrameLearner()
  /** When the bytes came that are decoded now. */
  #now = 0
  /** Lines outside of events. */
  #stray: string[] = []
  #strayLength = 0
  /** An event that is not valid JSON; at the end of the stream it may be truncated. */
  #unreadable: string | null = null

  /** Decodes bytes received at `now`. */
  take(bytes: Uint8Array, now: number): void {
    this.#now = now
    this.#decoder.feed(bytes)
    if (this.failure === null && this.#unreadable !== null && !this.done) this.failure = malformed(this.#unreadable)
  }

  /** The server ended the stream at `now`. */
  end(now: number): void {
    this.#now = now
    this.#decoder.end()
  }

  /** Why the reply is not complete; null when it is. */
  fault(contentType: string): Fault | null {
    const { accumulator } = this
    if (this.failure !== null) return this.failure
    const stray = this.#stray.join('\n').trim()
    if (accumulator.chunks === 0) return this.#noReply(stray, contentType)
    // A text that is not JSON costs an error with its stack trace.
    const error = stray === '' ? null : (errorOfBody(parseJson(stray)) ?? (isFailureText(stray) ? stray : null))
    if (error !== null) return { kind: 'error_event', error, begun: !accumulator.silent }
    if (accumulator.broken !== null) return brokenOff(accumulator.broken, accumulator)
    if (accumulator.whole && accumulator.silent) {
      const evidence = 'the stream contains a whole message instead of deltas'
      return { kind: 'stream', fault: 'not_streamed', evidence }
    }
    if (accumulator.finish === null) return unfinished(accumulator, { done: this.done, stray, cut: this.#unreadable })
    if (accumulator.late) {
      const evidence = `the reply went on after its finish reason "${accumulator.finish.word}"`
      return { kind: 'stream', fault: 'malformed_reply', evidence }
    }
    if (accumulator.otherParts.size > 0 && accumulator.text.length === 0) {
      const evidence = `the reply consists of content parts without text: ${[...accumulator.otherParts].join(', ')}`
      return { kind: 'stream', fault: 'malformed_reply', evidence }
    }
    return null
  }

  /** The fault of a stream without chunks: the answer of a server that does not stream, or an empty stream. */
  #noReply(stray: string, contentType: string): Fault {
    if (stray === '' && (this.done || isEvents(contentType)))
      return { kind: 'stream', fault: 'empty_stream', evidence: 'the stream ended before its first event' }
    if (isFailureText(stray) && parseJson(stray) === undefined && isEvents(contentType) && !stray.includes('{'))
      return { kind: 'error_event', error: stray, begun: false }
    const error = this.#stray.find((line) => errorOfBody(parseJson(line)) !== null)
    return { kind: 'answer', status: 200, contentType, text: error ?? stray }
  }

  #item(item: StreamItem): void {
    if (this.failure !== null || this.done) return
    switch (item.kind) {
      case 'content':
        if (this.#unreadable !== null) this.failure = malformed(this.#unreadable)
        else this.accumulator.addContent(item, this.#now)
        return
      case 'event': {
        const { chunks } = this.accumulator
        for (const said of readEvent(item.name, item.data)) this.#take(said, this.#now)
        // One event with one chunk, so that another one in the same frame has the same effect.
        if (item.name === '' && this.accumulator.chunks === chunks + 1)
          this.#decoder.frame = this.#learner.learn(item.data) ?? this.#decoder.frame
        return
      }
      case 'stray':
        this.#takeStray(item.line, this.#now)
    }
  }

  #take(said: Said, now: number): void {
    if (this.failure !== null || this.done) return
    switch (said.kind) {
      case 'done':
        this.done = true
        return
      case 'error':
        this.failure = { kind: 'error_event', error: said.error, begun: !this.accumulator.silent }
        return
      case 'unreadable':
        this.#unreadable ??= said.text
        return
      case 'chunk':
        if (this.#unreadable !== null) this.failure = malformed(this.#unreadable)
        else this.accumulator.add(said.chunk, now)
    }
  }

  /** A line outside of events. A whole JSON answer, also an error, is parsed at the end, together with the status. */
  #takeStray(line: string, now: number): void {
    const said = readStray(line)
    if (said?.kind === 'chunk' || (said !== null && this.accumulator.chunks > 0)) return this.#take(said, now)
    if (this.#strayLength > LONGEST_STRAY) return
    this.#stray.push(line)
    this.#strayLength += line.length
  }
}

function isEvents(contentType: string): boolean {
  return /^text\/event-stream\b/i.test(contentType)
}

function isFailureText(text: string): boolean {
  return isFailure(text) && !isPage(text)
}

function isPage(text: string): boolean {
  return /^<(?:!doctype|html)/i.test(text)
}

function malformed(text: string): Fault {
  return { kind: 'stream', fault: 'malformed_reply', evidence: `an event of the stream is not valid JSON: ${text}` }
}

function brokenOff(word: string, { chunks, text }: StreamAccumulator): Fault {
  const fault = isErrorName(word) ? 'stream_error' : 'stream_cut'
  const evidence = `the server ended the reply with the finish reason "${word}", after ${chunks} events and ${text.length} characters`
  return { kind: 'stream', fault, evidence }
}

function unfinished(
  { chunks, text }: StreamAccumulator,
  { done, stray, cut }: { done: boolean; stray: string; cut: string | null },
): Fault {
  const heard = `after ${chunks} events and ${text.length} characters`
  const title = /<title[^>]*>([^<]*)/i.exec(stray)?.[1]?.trim()
  const beside =
    stray === ''
      ? ''
      : `; outside of the events it contains ${isPage(stray) ? `a web page, "${title ?? 'no title'}"` : `"${stray}"`}`
  const how = done
    ? `the stream ended ${heard} with [DONE], but without a finish reason`
    : cut === null
      ? `the stream ended ${heard}, with neither a finish reason nor [DONE]`
      : `the stream ended ${heard}, in the middle of an event`
  return { kind: 'stream', fault: 'stream_cut', evidence: `${how}${beside}` }
}
