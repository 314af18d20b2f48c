// Controls, everything invisible or reordering (bidi, zero-width, tags), lone surrogates, line and paragraph separators.
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu

const SHORT: Readonly<Record<string, string>> = { '\n': String.raw`\n`, '\r': String.raw`\r`, '\t': String.raw`\t` }

/** How `printable` shows a text. */
export interface PrintableOptions {
  /** Largest number of characters (UTF-16 units) of the text that are shown; the rest is counted. Default: all. */
  max?: number
  /** Leave line breaks as they are; a break before a text's own lines is then the caller's matter. Default false. */
  newlines?: boolean
}

/**
 * A text from a model or server, safe to show on a terminal: whatever steers it, hides or reorders stands there as a
 * visible escape such as `\x1b` or `\u202e`. Printing the result once more changes nothing.
 */
export function printable(text: string, options: PrintableOptions = {}): string {
  const { max = Infinity, newlines = false } = options
  const shown = cutText(text, max)
  const safe = shown.replace(UNSAFE, (char) => (newlines && char === '\n' ? char : (SHORT[char] ?? escapeOf(char))))
  return shown.length === text.length ? safe : `${safe}… (${text.length - shown.length} more characters)`
}

/** The first `max` characters (UTF-16 units) of a text, one less where the cut would part a surrogate pair. */
export function cutText(text: string, max: number): string {
  if (text.length <= max) return text
  const parted = /[\ud800-\udbff]/.test(text.charAt(max - 1)) && /[\udc00-\udfff]/.test(text.charAt(max))
  return text.slice(0, parted ? max - 1 : max)
}

function escapeOf(char: string): string {
  const hex = (char.codePointAt(0) ?? 0).toString(16)
  if (hex.length <= 2) return `\\x${hex.padStart(2, '0')}`
  return hex.length <= 4 ? `\\u${hex.padStart(4, '0')}` : `\\u{${hex}}`
}
