import { hashedConversation } from '../settings/privacy.ts'

/** A shorter id may be in any text by chance. */
const SHORTEST = 4

/** Decides which ids in a file are those of one conversation. */
export interface Subject {
  /** Whether an event or a router state has the conversation under this id. `run`: the run of the event, if it has one. */
  has(id: unknown, run?: unknown): boolean
  /** Whether a damaged line or file names the conversation. */
  isNamedIn(text: string): boolean
  /** A text with a mark in place of the id. */
  withoutId(text: string): string
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
    has(value, run) {
      // Older systems have numbers too.
      const found = typeof value === 'number' ? String(value) : value
      if (typeof found !== 'string') return false
      if (found === id || found === hashOf(id)) return true
      if (typeof run !== 'string') return false
      const inRun = `${run}:${id}`
      return found === inRun || found === hashOf(inRun)
    },
    withoutId: (text) => (id.length < SHORTEST ? text : text.replaceAll(id, '[conversation]')),
    // Other characters may be escaped in several ways.
    mark: key === null && /^[\w:.@ -]+$/.test(id) ? id : null,
    isNamedIn(line) {
      const written = [id, hashOf(id)].flatMap((text) => (text === null ? [] : [JSON.stringify(text).slice(1)]))
      return written.some((text) => line.includes(`"${text}`) || line.includes(`:${text}`))
    },
  }
}
