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

/** Why a reply is incomplete. A change of the set-up can fix it. */
export interface Shortfall {
  /** empty: it has no visible character. cut: its text is incomplete. */
  kind: 'empty' | 'cut'
  /** Whether the reply fails whatever its text: it is empty, or a content filter or a tool call ended it. */
  fails: boolean
  cause: ShortfallCause
  /** Such as `all 256 tokens were spent on reasoning`. */
  description: string
  /** A sentence that begins with a verb. */
  remedy: string
}

/** The part of a reply, or of its event, that shows a shortfall. */
export interface ReplyEnd {
  text: string
  reasoning?: string
  /** As in the provenance event. */
  finish: string
  quirks?: readonly string[]
  /** null: the server did not report it. */
  tokens: { prompt: number | null; completion: number | null; reasoning?: number }
}

/** The shortfall of a reply; null: the reply is complete. Pure. */
export function shortfallOf(reply: ReplyEnd): Shortfall | null {
  const empty = isBlank(reply.text)
  const cause = empty ? causeOf(reply) : cutBy(reply)
  if (cause === null) return null
  const fails = empty || cause === 'content_filter' || cause === 'tool_call'
  return { kind: empty ? 'empty' : 'cut', fails, cause, description: describe(cause, reply), remedy: REMEDIES[cause] }
}

/**
 * Counts the replies that are empty or cut, with the most frequent cause and its remedy; null: all are complete. Pure.
 */
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

/** The cause that cut a reply with text; null: it is complete. */
function cutBy(reply: ReplyEnd): ShortfallCause | null {
  const stopped = stoppedBy(reply)
  if (stopped !== null || reply.finish !== 'length') return stopped
  return isContextFull(reply) ? 'context_full' : 'max_tokens'
}

/** What ended the reply early. Requests offer no tools, so a tool call is never the answer. */
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
      return `the server's content filter ${isBlank(text) ? 'blocked the reply' : 'cut the reply off'}`
    case 'tool_call':
      return `the model called a tool ${isBlank(text) ? 'instead of answering' : 'instead of ending its answer'}`
    case 'nothing_sent':
      if (tokensAlone !== null) return `the reply contains only special tokens: ${printable(tokensAlone, { max: 60 })}`
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
