import { KIND, KINDS } from './characters.ts'

/** Numbers of characters that are read at the beginning and at the end: they limit the time for a huge message. */
const HEAD = 3_000
const TAIL = 1_000

const LINE_FEED = 0x0a

/** Number of line breaks around the text, for reads beyond its ends. */
const PAD = 4

/**
 * A copy of the text to scan: reading characters of a string takes twice as long after strings of several kinds (Latin, other
 * scripts, slices) have been read.
 */
const UNITS = new Uint16Array(HEAD + TAIL + 1 + 2 * PAD).fill(LINE_FEED)
const BYTES = Buffer.from(UNITS.buffer)

/** Copies a text to the buffer, and returns its length. */
export function load(text: string): number {
  const length = Math.min(text.length, HEAD + TAIL + 1)
  BYTES.write(text, 2 * PAD, 2 * length, 'utf16le')
  // `fill` takes longer for so few.
  for (let at = PAD + length; at < 2 * PAD + length; at++) UNITS[at] = LINE_FEED
  return length
}

/** The part of a message that is read. */
export function readPart(text: string): string {
  return text.length <= HEAD + TAIL ? text : `${text.slice(0, HEAD)}\n${text.slice(-TAIL)}`
}

/** The UTF-16 unit at a position of the loaded text. */
export function unitAt(at: number): number {
  return UNITS[at + PAD] ?? LINE_FEED
}

/** The kind of the unit at a position of the loaded text. */
export function kindAt(at: number): number {
  return KINDS[unitAt(at)] ?? KIND.other
}
