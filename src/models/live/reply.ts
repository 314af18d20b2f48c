import type { ModelIdentity, Reply, Source, Timings, Tokens } from '../models.ts'
import { tokensPerSecond } from '../../verdicts/decoding-speed.ts'
import type { Fault } from './fault.ts'
import type { Heard } from './stream-chat.ts'
import type { StreamAccumulator } from './stream-accumulator.ts'
import type { ListedModel } from './listing.ts'
import { splitThinking } from './thinking.ts'

/** The facts of a call that its stream does not contain. */
export interface Call {
  source: Source
  asked: string
  /** The model in the server's list. */
  listed: ListedModel | undefined
  queueMs: number
  loadMs: number
  tries: number
}

/** OpenAI's own finish reasons; any other word is a quirk. */
const USUAL_FINISHES = ['stop', 'length', 'tool_calls', 'function_call', 'content_filter']

/** The reply of a complete stream, or the fault. Pure. */
export function replyOf(heard: Heard, call: Call): Reply | Fault {
  const { accumulator } = heard
  if (accumulator.model === null) {
    return { kind: 'stream', fault: 'malformed_reply', evidence: 'the reply does not say which model answered' }
  }
  const { text, reasoning, tagged } = textOf(accumulator)
  return {
    kind: 'reply',
    source: call.source,
    text,
    ...(accumulator.text.length > accumulator.text.kept.length ? { cutFrom: accumulator.text.length } : {}),
    ...(reasoning === '' ? {} : { reasoning }),
    finish: accumulator.finish?.finish ?? 'unknown',
    model: identity(call, accumulator.model),
    timings: timings(heard, call),
    tokens: accumulator.tokens ?? { prompt: null, completion: null },
    tries: call.tries,
    quirks: quirks(heard, {
      tagged,
      onlyReasoning: text === '' && reasoning !== '',
      contextFull: accumulator.contextFull || isContextFull(accumulator.tokens, call.listed?.context_length),
    }),
    origin: { kind: 'measured' },
  }
}

function textOf(accumulator: StreamAccumulator): { text: string; reasoning: string; tagged: boolean } {
  const inField = accumulator.reasoning.kept
  const thought = splitThinking(accumulator.text.kept)
  if (thought.reasoning === null) return { text: thought.text, reasoning: inField, tagged: false }
  return {
    text: thought.text,
    reasoning: [inField, thought.reasoning].filter((part) => part !== '').join('\n'),
    tagged: true,
  }
}

function quirks(
  { accumulator, done }: Heard,
  { tagged, onlyReasoning, contextFull }: { tagged: boolean; onlyReasoning: boolean; contextFull: boolean },
): string[] {
  const seen: Record<string, boolean> = {
    no_done: !done,
    odd_finish: accumulator.finish !== null && !USUAL_FINISHES.includes(accumulator.finish.word),
    no_usage: accumulator.tokens === null,
    think_tags: tagged,
    only_reasoning: onlyReasoning,
    empty: accumulator.silent,
    tool_called: accumulator.toolCalled && accumulator.finish?.finish !== 'tool_calls',
    context_full: contextFull,
  }
  return Object.keys(seen).filter((name) => seen[name])
}

/**
 * Whether prompt and reply fill the context. LM Studio answers a prompt that does not fit with an empty reply. null and
 * undefined: not known.
 */
function isContextFull(tokens: Tokens | null, context: number | undefined): boolean {
  if (tokens?.prompt == null || context === undefined) return false
  return tokens.prompt + (tokens.completion ?? 0) >= context
}

function identity({ asked, listed }: Call, answered: string): ModelIdentity {
  return {
    asked,
    answered,
    ...(listed?.quantization === undefined ? {} : { quantization: listed.quantization }),
    ...(listed?.format === undefined ? {} : { format: listed.format }),
    ...(listed?.context_length === undefined ? {} : { context_length: listed.context_length }),
  }
}

function timings({ accumulator, sentAt, endedAt }: Heard, { queueMs, loadMs }: Call): Timings {
  return {
    queue_ms: rounded(queueMs),
    load_ms: rounded(loadMs),
    first_token_ms: accumulator.firstAt === null ? null : rounded(accumulator.firstAt - sentAt),
    total_ms: rounded(endedAt - sentAt),
    tokens_per_second: speed(accumulator.tokens, accumulator),
  }
}

function speed(tokens: Tokens | null, { firstAt, lastAt }: StreamAccumulator): number | null {
  const measured = tokensPerSecond(
    tokens?.completion ?? null,
    firstAt === null || lastAt === null ? null : lastAt - firstAt,
  )
  return measured === null ? null : rounded(measured)
}

const rounded = (value: number): number => Math.round(value * 100) / 100
