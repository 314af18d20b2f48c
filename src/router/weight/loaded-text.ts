import { KIND, KINDS } from './characters.ts'

/** A message is read from its beginning and its end, so that a hostile one costs no more than a long one. */
const HEAD = 3_000
const TAIL = 1_000

const LINE_FEED = 0x0a

/** Line breaks around the text, so that a look beyond its ends finds one. */
const PAD = 4

/**
 * The text that is scanned, copied there in one go: a string's own characters are reached at twice the cost once strings of
 * several kinds (Latin, other scripts, pieces of others) have been read.
 */
const UNITS = new Uint16Array(HEAD + TAIL + 1 + 2 * PAD).fill(LINE_FEED)
const BYTES = Buffer.from(UNITS.buffer)

/** Takes a text to be read; gives how many characters there are. */
export function load(text: string): number {
  const length = Math.min(text.length, HEAD + TAIL + 1)
  BYTES.write(text, 2 * PAD, 2 * length, 'utf16le')
  UNITS.fill(LINE_FEED, PAD + length, 2 * PAD + length)
  return length
}

/** What is read of a message. */
export function readPart(text: string): string {
  return text.length <= HEAD + TAIL ? text : `${text.slice(0, HEAD)}\n${text.slice(-TAIL)}`
}

/** The UTF-16 unit at a place of the loaded text. */
export function unitAt(at: number): number {
  return UNITS[at + PAD] ?? LINE_FEED
}

/** Its kind. */
export function kindAt(at: number): number {
  return KINDS[unitAt(at)] ?? KIND.other
}
