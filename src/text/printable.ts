// Controls, everything invisible or reordering (bidi, zero-width, tags), lone surrogates, line and paragraph separators.
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu

const SHORT: Readonly<Record<string, string>> = { '\n': String.raw`\n`, '\r': String.raw`\r`, '\t': String.raw`\t` }

/** Options of `printable`. */
export interface PrintableOptions {
  /** Largest number of characters (UTF-16 units) to show; the rest is counted. Default: all. */
  max?: number
  /** Keep line breaks; the caller then separates the lines from its own. Default false. */
  newlines?: boolean
}

/**
 * A text from a model or server, safe to print on a terminal: control, invisible and reordering characters become visible
 * escapes such as `\x1b` or `\u202e`. Idempotent.
 */
export function printable(text: string, options: PrintableOptions = {}): string {
  const { max = Infinity, newlines = false } = options
  const shown = cutText(text, max)
  const safe = shown.replace(UNSAFE, (char) => (newlines && char === '\n' ? char : (SHORT[char] ?? escapeOf(char))))
  return shown.length === text.length ? safe : `${safe}… (${text.length - shown.length} more characters)`
}

/**
 * JSON that is safe to print on a terminal: what `printable` escapes is an escape of JSON, so that it parses to the same
 * value. (`JSON.stringify` escapes lone surrogates and U+0000 to U+001F.)
 */
export function printableJson(value: object, indent?: number): string {
  return JSON.stringify(value, null, indent).replace(/[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu, (char) =>
    char
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  )
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
