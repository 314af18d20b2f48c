import { errorMessage } from '../../text/error-message.ts'
import type { Expectation } from '../golden.ts'

/** A regular expression of a golden set, with its flags. */
export interface Pattern {
  pattern: string
  flags: string
}

/** The patterns of `expect.matches`, in whichever form it has. A flag list without `v` implies `u`. */
export function patternsOf(matches: NonNullable<Expectation['matches']>): Pattern[] {
  return [matches].flat().map((one) => {
    if (typeof one === 'string') return { pattern: one, flags: 'iu' }
    const { pattern, flags = 'i' } = one
    return { pattern, flags: /[uv]/.test(flags) ? flags : `${flags}u` }
  })
}

/** The problem of a regular expression, with its place where that is known; null when it is valid. */
export function patternProblem({ pattern, flags }: Pattern): string | null {
  try {
    void new RegExp(pattern, flags)
    return null
  } catch (error) {
    const message = errorMessage(error)
    if (message.startsWith('Invalid flags')) return `invalid flags "${flags}"; use each of i, m, s, and u or v once`
    const reason = message.slice(message.lastIndexOf(`/${flags}: `) + flags.length + 3)
    return problemAt(pattern, flags, reason)
  }
}

/** Any escape of one token, for finding the one that the engine refuses. */
const TOKEN =
  /\\(?:u\{[^{}]*\}?|u[0-9a-f]{0,4}|x[0-9a-f]{0,2}|[pPqk](?:\{[^{}]*\}?|<[^<>]*>?)?|c[a-z]?|\d+|[^]?)|\[\^?|\(\?<(?![=!])[^>)]*>?|\(|[^]/giu

/** Describes the problem of an invalid pattern: the first invalid escape, or else the bracket that is not closed. */
function problemAt(pattern: string, flags: string, reason: string): string {
  const names = new Set(Array.from(pattern.matchAll(/\(\?<([^=!>][^>]*)>/g), ([, name = '']) => name))
  const groups = pattern.match(/\((?!\?)|\(\?<(?![=!])/g)?.length ?? 0
  const open: { sign: string; at: number }[] = []
  for (const { 0: token, index } of pattern.matchAll(TOKEN)) {
    const inClass = open.at(-1)?.sign === '['
    if (token.startsWith('\\')) {
      if (isEscape(token, { flags, inClass, groups, names })) continue
      return `invalid escape ${shown(token)} at character ${index + 1}${token === '\\' ? ': nothing follows it' : ''}`
    }
    if (token.startsWith('[') && (!inClass || flags.includes('v'))) open.push({ sign: '[', at: index })
    else if (token === ']' && inClass) open.pop()
    else if (token.startsWith('(') && !inClass) open.push({ sign: '(', at: index })
    else if (token === ')' && !inClass) {
      if (open.pop() === undefined) return `unmatched ")" at character ${index + 1}`
    }
  }
  const last = open.at(-1)
  if (last !== undefined) return `"${last.sign}" at character ${last.at + 1} is not closed`
  return `${reason} at character ${lengthOfProblem(pattern, flags, reason)}`
}

/** The length of the shortest beginning of the pattern that has the same problem. */
function lengthOfProblem(pattern: string, flags: string, reason: string): number {
  for (let length = 1; length < pattern.length; length += 1) {
    try {
      void new RegExp(pattern.slice(0, length), flags)
    } catch (error) {
      if (errorMessage(error).endsWith(`/${flags}: ${reason}`)) return length
    }
  }
  return pattern.length
}

/** Asks the engine about the escape alone; references to groups depend on the whole pattern. */
function isEscape(
  token: string,
  { flags, inClass, groups, names }: { flags: string; inClass: boolean; groups: number; names: ReadonlySet<string> },
): boolean {
  if (/^\\[1-9]/.test(token)) return !inClass && Number(token.slice(1)) <= groups
  if (token.startsWith('\\k')) return !inClass && names.has(token.slice(3, -1))
  try {
    void new RegExp(inClass ? `[${token}]` : token, flags)
    return true
  } catch {
    return false
  }
}

function shown(token: string): string {
  return token.length > 40 ? `"${token.slice(0, 40)}…"` : `"${token}"`
}
