/** Kinds of characters; every UTF-16 unit has one. */
export const KIND = {
  other: 0,
  space: 1,
  newline: 2,
  letter: 3,
  /** A letter outside ASCII, or a combining mark. */
  foreign: 4,
  digit: 5,
  /** A script without spaces between words. */
  han: 6,
  kana: 7,
  thai: 8,
  stop: 9,
  question: 10,
  comma: 11,
  operator: 12,
  /** Rare outside code. */
  brace: 13,
  quote: 14,
  open: 15,
  close: 16,
  colon: 17,
  hyphen: 18,
  apostrophe: 19,
  /** Backslash and dollar, which mark formulas in TeX. */
  formula: 20,
  bullet: 21,
} as const

const RANGES: readonly [from: number, to: number, kind: number][] = [
  [0x30, 0x39, KIND.digit],
  [0x41, 0x5a, KIND.letter],
  [0x61, 0x7a, KIND.letter],
  [0xc0, 0x5ff, KIND.foreign],
  [0x600, 0xdff, KIND.foreign],
  [0x660, 0x669, KIND.digit],
  [0x6f0, 0x6f9, KIND.digit],
  [0x966, 0x96f, KIND.digit],
  [0xe00, 0xe7f, KIND.thai],
  [0xe80, 0x1fff, KIND.foreign],
  [0x2200, 0x22ff, KIND.operator],
  [0x3040, 0x30ff, KIND.kana],
  [0x3400, 0x9fff, KIND.han],
  [0xac00, 0xd7af, KIND.foreign],
  [0xf900, 0xfaff, KIND.han],
  [0xff10, 0xff19, KIND.digit],
  [0xff21, 0xff5a, KIND.foreign],
]

const SINGLE: readonly [characters: string, kind: number][] = [
  [' \t\u00a0\u3000', KIND.space],
  ['\n\r\u2028\u2029', KIND.newline],
  ['.!\u3002\uff01\u0964\u06d4', KIND.stop],
  ['?\uff1f\u061f\u037e', KIND.question],
  [',;\uff0c\u3001\uff1b\u060c', KIND.comma],
  ['+*/=^%<>|×÷±√²³', KIND.operator],
  ['{}[]`_#@&~', KIND.brace],
  ['"“”„«»「」『』', KIND.quote],
  ['(\uff08', KIND.open],
  [')\uff09', KIND.close],
  [':\uff1a', KIND.colon],
  ['-\u2212', KIND.hyphen],
  ["'’", KIND.apostrophe],
  ['\\$', KIND.formula],
  ['•·‣', KIND.bullet],
]

/** The kind of each UTF-16 unit: with one look-up per character, a scan takes microseconds. */
export const KINDS = new Uint8Array(0x1_0000)
for (const [from, to, kind] of RANGES) KINDS.fill(kind, from, to + 1)
for (const [characters, kind] of SINGLE)
  for (let at = 0; at < characters.length; at++) KINDS[characters.charCodeAt(at)] = kind

/** The lower case of each UTF-16 unit, in scripts with lower case. */
export const FOLDED = new Uint16Array(0x1_0000)
// `Uint16Array.from` takes six times as long.
for (let unit = 0; unit < FOLDED.length; unit++) FOLDED[unit] = lowered(unit)

/** By offset; exceptions such as `Σ` at the end of a word do not matter for a hash. */
function lowered(unit: number): number {
  if (unit < 0x80) return unit >= 0x41 && unit <= 0x5a ? unit + 32 : unit
  if (unit >= 0xc0 && unit <= 0xde) return unit + 32
  if (unit >= 0x391 && unit <= 0x3a9) return unit + 32
  if (unit >= 0x410 && unit <= 0x42f) return unit + 32
  return unit >= 0x400 && unit <= 0x40f ? unit + 80 : unit
}
