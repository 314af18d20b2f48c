import type { ModelIdentity, Reply, Source, Timings, Tokens } from '../types.ts'
import { tokensPerSecond } from '../../decoding-speed.ts'
import type { Fault } from './fault.ts'
import type { Heard } from './converse.ts'
import type { Hearing } from './hearing.ts'
import type { ListedModel } from './listing.ts'
import { splitThinking } from './thinking.ts'

/** What is known of a call beside what was heard. */
export interface Call {
  source: Source
  asked: string
  /** What the server's list says of the model. */
  listed: ListedModel | undefined
  queueMs: number
  loadMs: number
  tries: number
}

/** The finish reasons of OpenAI's own; other servers' words for them are a quirk. */
const USUAL_FINISHES = ['stop', 'length', 'tool_calls', 'function_call', 'content_filter']

/** The reply in what was heard, or why it is none. Pure. */
export function replyOf(heard: Heard, call: Call): Reply | Fault {
  const { hearing } = heard
  if (hearing.model === null) {
    return { kind: 'stream', fault: 'malformed_reply', evidence: 'the reply does not say which model answered' }
  }
  const { text, reasoning, tagged } = spoken(hearing)
  return {
    kind: 'reply',
    source: call.source,
    text,
    ...(hearing.text.length > hearing.text.kept.length ? { cutFrom: hearing.text.length } : {}),
    ...(reasoning === '' ? {} : { reasoning }),
    finish: hearing.finish?.finish ?? 'unknown',
    model: identity(call, hearing.model),
    timings: timings(heard, call),
    tokens: hearing.tokens ?? { prompt: null, completion: null },
    tries: call.tries,
    quirks: quirks(heard, {
      tagged,
      onlyReasoning: text === '' && reasoning !== '',
      contextFull: hearing.contextFull || isContextFull(hearing.tokens, call.listed?.context_length),
    }),
    origin: { kind: 'measured' },
  }
}

function spoken(hearing: Hearing): { text: string; reasoning: string; tagged: boolean } {
  const inField = hearing.reasoning.kept
  const thought = splitThinking(hearing.text.kept)
  if (thought.reasoning === null) return { text: thought.text, reasoning: inField, tagged: false }
  return {
    text: thought.text,
    reasoning: [inField, thought.reasoning].filter((part) => part !== '').join('\n'),
    tagged: true,
  }
}

function quirks(
  { hearing, done }: Heard,
  { tagged, onlyReasoning, contextFull }: { tagged: boolean; onlyReasoning: boolean; contextFull: boolean },
): string[] {
  const seen: Record<string, boolean> = {
    no_done: !done,
    odd_finish: hearing.finish !== null && !USUAL_FINISHES.includes(hearing.finish.word),
    no_usage: hearing.tokens === null,
    think_tags: tagged,
    only_reasoning: onlyReasoning,
    empty: hearing.silent,
    tool_called: hearing.toolCalled && hearing.finish?.finish !== 'tool_calls',
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

function timings({ hearing, sentAt, endedAt }: Heard, { queueMs, loadMs }: Call): Timings {
  return {
    queue_ms: rounded(queueMs),
    load_ms: rounded(loadMs),
    first_token_ms: hearing.firstAt === null ? null : rounded(hearing.firstAt - sentAt),
    total_ms: rounded(endedAt - sentAt),
    tokens_per_second: speed(hearing.tokens, hearing),
  }
}

function speed(tokens: Tokens | null, { firstAt, lastAt }: Hearing): number | null {
  const measured = tokensPerSecond(
    tokens?.completion ?? null,
    firstAt === null || lastAt === null ? null : lastAt - firstAt,
  )
  return measured === null ? null : rounded(measured)
}

const rounded = (value: number): number => Math.round(value * 100) / 100
