import { cutText } from '../../text/printable.ts'
import type { Finish, Tokens } from '../models.ts'
import { isRecord } from '../../is-record.ts'
import { readContent, readDelta } from './delta.ts'
import { choiceOf } from './error-body.ts'
import { readFinish } from './finish.ts'

/** Longest text that is kept of a reply, in characters; the rest is only counted. */
const LONGEST_TEXT = 1024 * 1024

/** Most model names that are kept of a reply. */
const MOST_NAMES = 16

/** Accumulates a reply from the chunks of its stream. A chunk may be any JSON value. */
export class StreamAccumulator {
  readonly text = new TextBuffer()
  readonly reasoning = new TextBuffer()
  /** The finish reason of a complete reply, and the server's word for it; null: not received yet. */
  finish: { finish: Finish; word: string } | null = null
  /** The finish reason reports a full context. */
  contextFull = false
  /** A finish reason of an incomplete reply, or an unknown one. */
  broken: string | null = null
  /** Content followed after the finish reason. */
  late = false
  /** Model names in the chunks, in order of appearance, at most `MOST_NAMES`. */
  readonly models: string[] = []
  #usage: Record<string, unknown> | null = null
  #timings: Record<string, unknown> = {}
  chunks = 0
  /** A whole message was received instead of deltas. */
  whole = false
  /** Types of content parts without text. */
  readonly otherParts = new Set<string>()
  /** The model called a tool. */
  toolCalled = false
  /** Times of the first and the last token, by the caller's clock. */
  firstAt: number | null = null
  lastAt: number | null = null
  /** Time of the last chunk. */
  receivedAt: number | null = null

  /** Adds a chunk received at `now`. */
  add(chunk: unknown, now: number): void {
    this.chunks += 1
    this.receivedAt = now
    if (!isRecord(chunk)) return
    this.#name(chunk['model'])
    if (isRecord(chunk['usage'])) this.#usage = chunk['usage']
    if (isRecord(chunk['timings'])) this.#timings = chunk['timings']
    const choice = choiceOf(chunk)
    if (choice === undefined) return
    const ended = this.finish !== null
    if (this.#take(choice)) {
      this.late ||= ended
      this.firstAt ??= now
      this.lastAt = now
    }
    this.#finish(choice['finish_reason'])
  }

  /** Adds chunks received at `now` that differ from an earlier one only in their content, which is not empty. */
  addContent({ text, chunks }: { text: string; chunks: number }, now: number): void {
    this.chunks += chunks
    this.receivedAt = now
    this.text.add(text)
    this.late ||= this.finish !== null
    this.firstAt ??= now
    this.lastAt = now
  }

  /** The first model name in the chunks. */
  get model(): string | null {
    return this.models[0] ?? null
  }

  /** The server's token counts; null: not reported. */
  get tokens(): Tokens | null {
    return this.#usage && tokensOf(this.#usage, this.#timings)
  }

  /** No text, reasoning or tool call was received. */
  get silent(): boolean {
    return this.firstAt === null
  }

  /** Adds the content of a choice; false when it has none. */
  #take(choice: Record<string, unknown>): boolean {
    const { delta, message } = choice
    if (isRecord(delta)) {
      const { text, reasoning, other } = readDelta(delta)
      for (const type of other) this.otherParts.add(type)
      const reasoned = this.reasoning.add(reasoning)
      const spoken = this.text.add(text)
      const called = [delta['tool_calls'], delta['function_call']].some(isCall)
      if (called) this.toolCalled = true
      if (reasoned || spoken || called) return true
    }
    if (isRecord(message) && readContent(message['content']).text !== '') this.whole = true
    return this.text.add(choice['text'])
  }

  #name(model: unknown): void {
    if (typeof model !== 'string' || model === '' || this.models.includes(model)) return
    if (this.models.length < MOST_NAMES) this.models.push(model)
  }

  #finish(reason: unknown): void {
    const read = readFinish(reason)
    if (read.kind === 'broken') this.broken ??= read.word
    if (read.kind !== 'complete') return
    this.contextFull ||= read.contextFull
    // If a server sends both, the reply was truncated first.
    if (this.finish?.finish !== 'length') this.finish = { finish: read.finish, word: read.word }
  }
}

class TextBuffer {
  kept = ''
  length = 0

  add(piece: unknown): boolean {
    if (typeof piece !== 'string' || piece === '') return false
    const whole = this.kept.length === this.length
    this.length += piece.length
    const space = LONGEST_TEXT - this.kept.length
    if (whole) this.kept += cutText(piece, space)
    return true
  }
}

function isCall(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : isRecord(value)
}

function tokensOf(usage: Record<string, unknown>, timings: Record<string, unknown>): Tokens {
  const completion = isRecord(usage['completion_tokens_details']) ? usage['completion_tokens_details'] : {}
  const prompt = isRecord(usage['prompt_tokens_details']) ? usage['prompt_tokens_details'] : {}
  const reasoning = count(completion['reasoning_tokens'])
  const cached = [
    prompt['cached_tokens'],
    usage['cached_tokens'],
    // DeepSeek; Anthropic's name, which gateways pass on; llama.cpp.
    usage['prompt_cache_hit_tokens'],
    usage['cache_read_input_tokens'],
    timings['cache_n'],
  ]
    .map(count)
    .find((known) => known !== null)
  return {
    prompt: count(usage['prompt_tokens']),
    // LM Studio counts one too few when a reply ends by its length; the server's number is kept.
    completion: count(usage['completion_tokens']),
    ...(reasoning === null ? {} : { reasoning }),
    ...(cached === undefined ? {} : { cached }),
  }
}

const count = (value: unknown): number | null =>
  Number.isSafeInteger(value) && Number(value) >= 0 ? Number(value) : null
