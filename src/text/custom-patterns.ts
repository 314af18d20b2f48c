import { REDACTED } from './credentials.ts'
import { withinTime } from './within-time.ts'

/** Longest time that one pattern may take for one text, in milliseconds; after it was exceeded once, a tenth of it. */
const LONGEST_MS = 1_000

/** Patterns that have exceeded the time. */
const slow = new Set<string>()

/** A pattern of the options: the source alone, or `/source/flags`. It is always Unicode, and matches everywhere. */
export function redactedPattern(text: string): { pattern: string; flags: string } {
  const [, source = text, given = ''] = /^\/(.+)\/([a-z]*)$/s.exec(text) ?? []
  return { pattern: source, flags: /[uv]/.test(given) ? given : `${given}u` }
}

/**
 * Redacts all matches of the patterns. A backtracking pattern can take exponential time, so each runs under a time limit.
 * Of a text that exceeds it nothing is left, because no part of it is known to be free of matches.
 */
export function withoutPatterns(text: string, patterns: readonly string[]): string {
  return patterns.reduce((clean, pattern) => {
    if (clean === '') return clean
    const limit = slow.has(pattern) ? LONGEST_MS / 10 : LONGEST_MS
    const done = withinTime(limit, () => replaced(clean, pattern))
    if (done !== null) return done.result
    if (!slow.has(pattern)) process.emitWarning(tooSlow(pattern))
    slow.add(pattern)
    return REDACTED
  }, text)
}

function replaced(text: string, pattern: string): string {
  const { pattern: source, flags } = redactedPattern(pattern)
  const expression = new RegExp(source, flags.includes('g') ? flags : `${flags}g`)
  return text.replace(expression, (match: string) => (match === '' ? '' : REDACTED))
}

function tooSlow(pattern: string): string {
  return (
    `aios: the pattern ${JSON.stringify(pattern)} of privacy.redact took more than ${LONGEST_MS} ms, and the whole text was redacted. ` +
    'Avoid repetitions within repetitions, such as (a+)+'
  )
}
