import { isRecord } from '../../is-record.ts'
import { writtenForms } from '../subject.ts'

/** A shorter text may stand in a damaged line by chance. */
const QUOTABLE = 12

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
    const { msg_id: message, original } = event
    if (typeof message === 'string') this.#messages.add(message)
    this.#addTexts(event)
    // The older form of a migrated event.
    if (isRecord(original)) this.#addTexts(original)
  }

  #addTexts(event: Record<string, unknown>): void {
    const { question, reply, response, reasoning, failure, why, conv_id: conversation } = event
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

  /** Texts and message ids as they are written in JSON, for damaged lines; those of a few characters are left out. */
  get quotes(): string[] {
    return [...this.#texts.keys(), ...this.#messages].filter((text) => text.length >= QUOTABLE).flatMap(writtenForms)
  }

  /** All texts, with the goldens that they belong to. */
  get texts(): Iterable<readonly [text: string, goldens: ReadonlySet<string | null>]> {
    return this.#texts
  }
}
