import { cutText } from '../../src/text/printable.ts'

/**
 * A text of at most about `max` characters (UTF-16 units). A longer one ends after a word and says how much is left out;
 * `whole` is the length of a text of which only this beginning is known.
 */
export function excerpt(text: string, max: number, whole: number = text.length): string {
  if (text.length <= max && whole <= text.length) return text
  const head = cutText(text, max)
  const blank = text.length <= max ? -1 : head.search(/\s\S*$/)
  const kept = (blank > max / 2 ? head.slice(0, blank) : head).trimEnd()
  return `${kept}… (${thousands(whole - kept.length)} more characters)`
}

/** `1,234,567`. By hand, because the first number that Intl formats takes long. */
function thousands(value: number): string {
  return String(value).replace(/(?<=\d)(?=(?:\d{3})+$)/g, ',')
}
