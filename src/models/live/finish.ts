import type { Finish } from '../models.ts'

/**
 * The finish reasons of servers, normalized by {@link wordOf}. OpenAI's own come first in each line, then the words
 * of LM Studio, vLLM, SGLang, TGI, llama.cpp, Ollama, Anthropic, Google, Cohere and Mistral.
 */
const MEANINGS: Readonly<Record<Exclude<Finish, 'unknown'>, readonly string[]>> = {
  stop: [
    'stop',
    'eos',
    'eos_token',
    'eos_found',
    'eog',
    'im_end',
    '<|im_end|>',
    '</s>',
    'end_of_text',
    'end_of_sequence',
    'end_turn',
    'end',
    'eot',
    'stop_sequence',
    'stop_token',
    'stop_word',
    'stop_str',
    'stop_string',
    'stop_string_found',
    'matched_stop',
    'complete',
    'completed',
    'finished',
    'done',
    'finish',
  ],
  length: [
    'length',
    'max_tokens',
    'max_length',
    'max_predicted_tokens_reached',
    'max_output_tokens',
    'max_new_tokens',
    'max_completion_tokens',
    'max_token',
    'token_limit',
    'limit',
    'model_length',
    'context_length',
    'context_length_reached',
    'context_window',
    'model_context_window_exceeded',
    'context_length_exceeded',
    'incomplete',
    'truncated',
  ],
  tool_calls: ['tool_calls', 'function_call', 'tool_call', 'tool_use', 'function_calls'],
  content_filter: [
    'content_filter',
    'content_filtered',
    'safety',
    'refusal',
    'recitation',
    'blocklist',
    'prohibited_content',
    'guardrail_intervened',
    'spii',
    'sensitive',
  ],
}

/** Words of {@link MEANINGS} for a full context, as opposed to `max_tokens`. */
const CONTEXT_FULL = /context|^model_length$/

/** Words without a meaning: the reply goes on. */
const UNSET = new Set(['', 'null', 'none', 'undefined', 'unspecified', 'not_finished', 'in_progress'])

const FINISHES = new Map(
  Object.entries(MEANINGS).flatMap(([finish, words]) => words.map((word) => [word, finish as Finish] as const)),
)

/** A parsed finish reason. */
export type FinishReason =
  /** The reply goes on. */
  | { kind: 'unset' }
  /** The reply is complete: the model or a limit ended it. */
  | { kind: 'complete'; finish: Finish; word: string; contextFull: boolean }
  /** The reply may be incomplete: `abort`, `error`, `cancelled`, or an unknown word. */
  | { kind: 'broken'; word: string }

/** Reads a finish reason, in any letter case and with an enumeration's prefix, such as `FinishReason.STOP`. Pure. */
export function readFinish(value: unknown): FinishReason {
  if (typeof value !== 'string') return { kind: 'unset' }
  const word = wordOf(value)
  if (UNSET.has(word)) return { kind: 'unset' }
  const finish = FINISHES.get(word)
  if (finish === undefined) return { kind: 'broken', word: value }
  return { kind: 'complete', finish, word: value, contextFull: CONTEXT_FULL.test(word) }
}

function wordOf(value: string): string {
  const snake = value
    .trim()
    .replaceAll(/([a-z])([A-Z])/g, '$1_$2')
    .replaceAll(/[\s-]+/g, '_')
    .toLowerCase()
  return snake.replace(/^.*\./, '').replace(/^finish_reason_/, '')
}
