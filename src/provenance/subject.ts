import { hashedConversation } from '../settings/privacy.ts'

/** A shorter id may be in any text by chance. */
const SHORTEST = 4

/** Decides which ids in a file are those of one conversation. */
export interface Subject {
  /** Whether an event or a router state has the conversation under this id. `run`: the run of the event, if it has one. */
  has(id: unknown, run?: unknown): boolean
  /** Whether a damaged line or file has the id as a word of its own. */
  isNamedIn(text: string): boolean
  /** The same for a text that someone wrote, where an id such as `test` is taken for a word. */
  isMentionedIn(text: string): boolean
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
  const forms = [id, hashOf(id)].flatMap((text) => (text === null ? [] : [text, ...writtenForms(text)]))
  const golden = goldenForms(id)
  // A line break before it may be written as "\n".
  const named = new RegExp(
    `(?:(?<![\\p{L}\\p{N}_-])|(?<=\\\\[nrt]))(?:${forms.map(escaped).join('|')})(?![\\p{L}\\p{N}_-])`,
    'u',
  )
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
    // The short event of a golden has no id of its own.
    mark: key === null && golden.length === 0 && /^[\w:.@ -]+$/.test(id) ? id : null,
    isNamedIn(text) {
      if (id === '') return false
      if (id.length < SHORTEST) return forms.some((form) => text.includes(`"${form}"`) || text.includes(`:${form}"`))
      return named.test(text) || golden.some((form) => text.includes(form))
    },
    isMentionedIn: (text) => /^(?=.*[\d:_@-]).{6,}$/s.test(id) && named.test(text),
  }
}

/** Set and id of a golden as a short event has them, for its conversation; the set may have colons. */
function goldenForms(id: string): string[] {
  const parts = id.split(':')
  if (parts[0] !== 'golden') return []
  return parts.slice(2).map((_, at) => {
    const [set, golden] = [parts.slice(1, at + 2), parts.slice(at + 2)].map((part) => JSON.stringify(part.join(':')))
    return `"set":${set},"id":${golden}`
  })
}

/** A text as it is written within a string of JSON: as it is, and with ASCII characters only, as Python does. */
export function writtenForms(text: string): string[] {
  const json = JSON.stringify(text).slice(1, -1)
  const ascii = json.replace(/[^\x20-\x7e]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
  return [...new Set([json, ascii])]
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`)
}
