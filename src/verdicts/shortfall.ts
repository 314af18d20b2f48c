import { isBlank, loneSpecialTokens } from '../text/blank.ts'
import { counted } from '../text/counted.ts'
import { printable } from '../text/printable.ts'

/** Why a reply is empty, or where it was cut. */
export type ShortfallCause =
  | 'context_full'
  | 'reasoning'
  | 'max_tokens'
  | 'content_filter'
  | 'tool_call'
  /** The model ended its reply at once. */
  | 'nothing_sent'

/** What a reply lacks that no model is to blame for alone: the set-up can mend it. */
export interface Shortfall {
  /** empty: it has no visible character. cut: it holds the beginning of a text. */
  kind: 'empty' | 'cut'
  /** The reply is not an answer, whatever its text: it is empty, or the model or the server did not end it as one. */
  fails: boolean
  cause: ShortfallCause
  /** Such as `all 256 tokens were spent on reasoning`. */
  description: string
  /** A sentence that begins with a verb. */
  remedy: string
}

/** What tells a shortfall: a reply, or its event. */
export interface ReplyEnd {
  text: string
  reasoning?: string
  /** As the provenance event has it. */
  finish: string
  quirks?: readonly string[]
  /** null: the server did not say. */
  tokens: { prompt: number | null; completion: number | null; reasoning?: number }
}

/** What a complete reply lacks; null: nothing. Pure. */
export function shortfallOf(reply: ReplyEnd): Shortfall | null {
  const empty = isBlank(reply.text)
  const cause = empty ? causeOf(reply) : cutBy(reply)
  if (cause === null) return null
  const fails = empty || cause === 'content_filter' || cause === 'tool_call'
  return { kind: empty ? 'empty' : 'cut', fails, cause, description: describe(cause, reply), remedy: REMEDIES[cause] }
}

/** How many of several replies are empty or cut, why most are, and what mends it; null: all are complete. Pure. */
export function describeShortfalls(replies: readonly (Shortfall | null | undefined)[]): string | null {
  const found = replies.filter((shortfall) => shortfall !== null && shortfall !== undefined)
  const byCause = [...Map.groupBy(found, ({ kind, cause }) => `${kind} ${cause}`).values()]
  const [most] = byCause.sort((a, b) => b.length - a.length)[0] ?? []
  if (most === undefined) return null
  const others = byCause.length > 1 ? ', most often because' : ':'
  return `${found.length} of ${counted(replies.length, 'reply', 'replies')} empty or cut${others} ${most.description}. ${most.remedy}`
}

function causeOf(reply: ReplyEnd): ShortfallCause {
  const stopped = stoppedBy(reply)
  if (stopped !== null) return stopped
  if (isContextFull(reply)) return 'context_full'
  if ((reply.reasoning ?? '') !== '' || (reply.tokens.reasoning ?? 0) > 0) return 'reasoning'
  return reply.finish === 'length' ? 'max_tokens' : 'nothing_sent'
}

/** What cut a reply that holds a text; null: it is complete. */
function cutBy(reply: ReplyEnd): ShortfallCause | null {
  const stopped = stoppedBy(reply)
  if (stopped !== null || reply.finish !== 'length') return stopped
  return isContextFull(reply) ? 'context_full' : 'max_tokens'
}

/** What ended the reply in place of the answer's own end. Requests name no tools, so no answer calls one. */
function stoppedBy(reply: ReplyEnd): 'tool_call' | 'content_filter' | null {
  if (reply.finish === 'content_filter') return 'content_filter'
  return reply.finish === 'tool_calls' || hasQuirk(reply, 'tool_called') ? 'tool_call' : null
}

function isContextFull(reply: ReplyEnd): boolean {
  return hasQuirk(reply, 'context_full')
}

function hasQuirk({ quirks = [] }: ReplyEnd, name: string): boolean {
  return quirks.includes(name)
}

function describe(cause: ShortfallCause, { finish, tokens, text }: ReplyEnd): string {
  const size = tokens.completion === null ? '' : ` (${counted(tokens.completion, 'token')})`
  const tokensAlone = loneSpecialTokens(text)
  switch (cause) {
    case 'reasoning':
      return finish === 'length'
        ? `all ${tokens.completion === null ? 'tokens' : counted(tokens.completion, 'token')} up to max_tokens were spent on reasoning`
        : `the model ended its reply after its reasoning${size}`
    case 'max_tokens':
      return `the reply was cut at max_tokens${size}${isBlank(text) ? ', before any text' : ''}`
    case 'context_full':
      return `the context was full${tokens.prompt === null ? '' : ` (${counted(tokens.prompt, 'token')} of prompt)`}`
    case 'content_filter':
      return `the server's content filter ${isBlank(text) ? 'held the reply back' : 'cut the reply off'}`
    case 'tool_call':
      return `the model called a tool ${isBlank(text) ? 'instead of answering' : 'instead of ending its answer'}`
    case 'nothing_sent':
      if (tokensAlone !== null) return `the reply holds special tokens alone: ${printable(tokensAlone, { max: 60 })}`
      return `the model ended its reply without any text${size}`
  }
}

const REMEDIES: Readonly<Record<ShortfallCause, string>> = {
  reasoning: "Raise aios({ sampling: { max_tokens } }), or turn thinking off in the model's settings.",
  max_tokens: 'Raise aios({ sampling: { max_tokens } }), or ask for a shorter answer.',
  context_full: 'Load the model with more context, or shorten the messages.',
  content_filter: "Change the question, or the server's filter.",
  tool_call: 'Take the tools out of the prompt template, or tell the model to answer in words.',
  nothing_sent: "Check the model's prompt template and aios({ sampling: { stop } }).",
}
