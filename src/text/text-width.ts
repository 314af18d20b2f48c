import { stripVTControlCharacters } from 'node:util'

/** Characters that take two columns of a terminal: East Asian scripts but their half-width forms, and emoji. */
const WIDE =
  /(?![\uff61-\uffdc])[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}\u3000-\u303e\uff01-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/gu

/** Characters that take no column: combining marks, joiners and variation selectors. */
const NONE = /[\p{Mn}\p{Me}\p{Cf}]/gu

/** How many columns of a terminal a text takes. Colour codes take none. */
export function textWidth(text: string): number {
  const visible = stripVTControlCharacters(text)
  // Almost all texts are plain.
  if (/^[\x20-\x7e]*$/.test(visible)) return visible.length
  const shown = visible.replace(NONE, '')
  return shown.length - (shown.match(/[\u{10000}-\u{10ffff}]/gu)?.length ?? 0) + (shown.match(WIDE)?.length ?? 0)
}

/** A text cut to at most `columns` columns of a terminal; a cut one ends in `…`. The text must have no colour codes. */
export function cutToWidth(text: string, columns: number): string {
  if (textWidth(text) <= columns) return text
  let [cut, width] = ['', 0]
  for (const character of text) {
    width += textWidth(character)
    if (width > columns - 1) break
    cut += character
  }
  return `${cut}…`
}
