import { cutText } from '../../provenance/printable.ts'
import type { Tokens } from '../types.ts'
import { isRecord } from '../../is-record.ts'

/** Longest text that is kept of a reply, in characters; the rest is counted only. */
const LONGEST_TEXT = 1024 * 1024

/** Gathers a reply from the chunks of its stream. Chunks come from a server and may be anything. */
export class Hearing {
  readonly text = new Gathered()
  readonly reasoning = new Gathered()
  /** As the server named it; null until it says so. */
  finish: string | null = null
  /** The model that says it answers. */
  model: string | null = null
  tokens: Tokens | null = null
  chunks = 0
  /** The model called a tool. */
  toolCalled = false
  /** When the first and the last token came, by the caller's clock. */
  firstAt: number | null = null
  lastAt: number | null = null
  /** When anything came last. */
  heardAt: number | null = null

  /** Takes in one chunk that came at `now`. */
  hear(chunk: unknown, now: number): void {
    this.chunks += 1
    this.heardAt = now
    if (!isRecord(chunk)) return
    if (this.model === null && typeof chunk['model'] === 'string' && chunk['model'] !== '') this.model = chunk['model']
    if (isRecord(chunk['usage'])) this.tokens = tokensOf(chunk['usage'])
    const choices = chunk['choices']
    const choice: unknown = Array.isArray(choices) ? choices[0] : undefined
    if (!isRecord(choice)) return
    if (typeof choice['finish_reason'] === 'string') this.finish = choice['finish_reason']
    const delta = choice['delta']
    if (!isRecord(delta)) return
    const heard =
      this.text.add(delta['content']) ||
      this.reasoning.add(delta['reasoning_content']) ||
      this.reasoning.add(delta['reasoning'])
    const called = Array.isArray(delta['tool_calls']) && delta['tool_calls'].length > 0
    if (called) this.toolCalled = true
    if (!heard && !called) return
    this.firstAt ??= now
    this.lastAt = now
  }

  /** Nothing came that a model could have said. */
  get silent(): boolean {
    return this.firstAt === null
  }
}

class Gathered {
  kept = ''
  length = 0

  add(piece: unknown): boolean {
    if (typeof piece !== 'string' || piece === '') return false
    const whole = this.kept.length === this.length
    this.length += piece.length
    const room = LONGEST_TEXT - this.kept.length
    if (whole) this.kept += cutText(piece, room)
    return true
  }
}

function tokensOf(usage: Record<string, unknown>): Tokens {
  const completion = isRecord(usage['completion_tokens_details']) ? usage['completion_tokens_details'] : {}
  const prompt = isRecord(usage['prompt_tokens_details']) ? usage['prompt_tokens_details'] : {}
  const reasoning = count(completion['reasoning_tokens'])
  const cached = count(prompt['cached_tokens'])
  return {
    prompt: count(usage['prompt_tokens']),
    // LM Studio counts one too few when a reply ends by its length; it is left as the server says it.
    completion: count(usage['completion_tokens']),
    ...(reasoning === null ? {} : { reasoning }),
    ...(cached === null ? {} : { cached }),
  }
}

const count = (value: unknown): number | null =>
  Number.isSafeInteger(value) && Number(value) >= 0 ? Number(value) : null
