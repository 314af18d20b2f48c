/** Longest evidence that is passed on, in characters. */
const LONGEST = 500

/** Words of a server, made harmless: one line, no control characters or lone surrogates, not too long. */
export function printableEvidence(text: string): string {
  const line = text
    .toWellFormed()
    .replace(/[\s\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]+/g, ' ')
    .trim()
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST).toWellFormed()}...`
}
