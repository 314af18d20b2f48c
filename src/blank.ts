/** Characters that are not seen: zero-width ones, soft hyphens, marks of direction, variation selectors. */
export const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cf}]/gu

/** What shows nothing beside these: control characters, and the blank of Braille, which Unicode calls a symbol. */
const EMPTY = /[\p{Cc}\u2800]/gu

/** Whether there is nothing to see in a text. A reply without a visible character is empty. Pure. */
export function isBlank(text: string): boolean {
  return text.replaceAll(INVISIBLE, '').replaceAll(EMPTY, '').trim() === ''
}
