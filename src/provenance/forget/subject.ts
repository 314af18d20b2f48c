import { isRecord } from '../../is-record.ts'
import { hashedConversation } from '../../settings/privacy.ts'

/** Decides which ids in a file are those of one conversation. */
export interface Subject {
  /** Whether an event or a router state has the conversation under this id. `run`: the run of the event, if it has one. */
  has(id: unknown, run?: unknown): boolean
  /** Whether a damaged line or file names the conversation. */
  isNamedIn(text: string): boolean
  /** Every line of the conversation contains this text; null: no text is known that does. */
  mark: string | null
}

/**
 * The conversation of an id. Traffic of a live run has the id of the run before its own, and with a key the log may have
 * hashes of both.
 */
export function subjectOf(id: string, key: string | null): Subject {
  const hashes = new Map<string, string>()
  const hashOf = (text: string): string | null => {
    if (key === null) return null
    const hash = hashes.get(text) ?? hashedConversation(text, key)
    hashes.set(text, hash)
    return hash
  }
  return {
    has(found, run) {
      if (typeof found !== 'string') return false
      if (found === id || found === hashOf(id)) return true
      if (typeof run !== 'string') return false
      const inRun = `${run}:${id}`
      return found === inRun || found === hashOf(inRun)
    },
    // Other characters may be escaped in several ways.
    mark: key === null && /^[\w:.@ -]+$/.test(id) ? id : null,
    isNamedIn(line) {
      const written = [id, hashOf(id)].flatMap((text) => (text === null ? [] : [JSON.stringify(text).slice(1)]))
      return written.some((text) => line.includes(`"${text}`) || line.includes(`:${text}`))
    },
  }
}

/** What the log has of a conversation, for finding it in other files. */
export class ForgottenReplies {
  /** Number of events with the id of the conversation. */
  events = 0
  readonly questions = new Set<string>()
  readonly #messages = new Set<string>()
  /** Goldens by the text of a reply or of an error; null: it was not a golden. */
  readonly #texts = new Map<string, Set<string | null>>()

  /** Adds an event of the conversation, of any format. */
  add(event: Record<string, unknown>): void {
    this.events += 1
    const { msg_id: message, question, reply, response, reasoning, failure, why, conv_id: conversation } = event
    if (typeof message === 'string') this.#messages.add(message)
    if (typeof question === 'string') this.questions.add(question)
    const golden = isRecord(event['golden']) ? event['golden']['id'] : /^golden_(.+)$/s.exec(String(conversation))?.[1]
    const evidence = isRecord(failure) ? failure['evidence'] : undefined
    for (const text of [reply, response, reasoning, evidence, why, question]) {
      if (typeof text !== 'string' || text === '') continue
      const goldens = this.#texts.get(text) ?? new Set()
      this.#texts.set(text, goldens.add(typeof golden === 'string' ? golden : null))
    }
  }

  hasMessage(id: unknown): boolean {
    return typeof id === 'string' && this.#messages.has(id)
  }

  /** Whether one of the messages has this text. `golden`: only as a text of that golden; undefined: of any. */
  hasText(text: unknown, golden?: string): boolean {
    if (typeof text !== 'string') return false
    const goldens = this.#texts.get(text)
    return goldens !== undefined && (golden === undefined || goldens.has(golden))
  }

  /** All texts, with the goldens that they belong to. */
  get texts(): Iterable<readonly [text: string, goldens: ReadonlySet<string | null>]> {
    return this.#texts
  }
}
