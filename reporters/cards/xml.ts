import { printable } from '../../src/text/printable.ts'

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Characters that XML 1.0 does not allow and `printable` does not escape. */
const NONCHARACTERS = /[\ufffe\uffff]/g

/**
 * A text as content or attribute value of XML. Markup in it stays text; control characters and characters that hide or
 * reorder text become visible escapes.
 */
export function escapeXml(text: string): string {
  return printable(text)
    .replace(NONCHARACTERS, (char) => `\\u${char.charCodeAt(0).toString(16)}`)
    .replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char)
}
