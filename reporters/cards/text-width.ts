/** A typeface of a card. Sizes are in pixels. */
export interface Font {
  /** The classes of the style sheet. */
  classes: string
  size: number
  mono: boolean
  /** Line height. */
  line: number
}

export const BODY: Font = { classes: '', size: 13, mono: false, line: 19 }
export const SMALL: Font = { classes: 's', size: 12, mono: false, line: 17 }
export const MONO: Font = { classes: 'mono', size: 12, mono: true, line: 17 }
export const HEADING: Font = { classes: 'h', size: 16, mono: false, line: 22 }

const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{1f000}-\u{1faff}\u{20000}-\u{3fffd}]/u
const MARK = /\p{M}/u
/** Scripts whose letters are about as wide as Latin ones. */
const LIKE_LATIN = /[\u00a0-\u05ff\u0600-\u06ff\u10a0-\u10ff\u1e00-\u1fff\u2000-\u206f\u20a0-\u20bf\u2200-\u22ff]/

/** Widths in em of a wide sans-serif typeface, so that a text in another one is narrower than estimated. */
const SANS: readonly [chars: string, width: number][] = [
  ["ijlI'|!", 0.32],
  ['frtJ.,:;()[]/\\ -"`', 0.42],
  ['mMWQO%@&', 0.95],
  ['wABCDGHKNRUVXZ+=<>~#_', 0.84],
]
const SANS_WIDTHS = new Map(SANS.flatMap(([chars, width]) => Array.from(chars, (char) => [char, width] as const)))

/** The width of a character in pixels, estimated: fonts differ between machines. The estimate is rather too wide. */
export function charWidth(char: string, { size, mono }: Font): number {
  if (char >= ' ' && char <= '~') return size * (mono ? 0.605 : (SANS_WIDTHS.get(char) ?? 0.65))
  if (MARK.test(char)) return 0
  if (WIDE.test(char)) return size * 1.35
  return size * (LIKE_LATIN.test(char) ? 0.75 : 1.2)
}

/** The width of a text in pixels, estimated. */
export function textWidth(text: string, font: Font): number {
  let width = 0
  for (const char of text) width += charWidth(char, font)
  return width
}

/** Whether the estimate is only a guess: some scripts have letters of any width. */
export function isWidthUnsure(text: string): boolean {
  for (const char of text) {
    const known = (char >= ' ' && char <= '~') || MARK.test(char) || WIDE.test(char) || LIKE_LATIN.test(char)
    if (!known) return true
  }
  return false
}
