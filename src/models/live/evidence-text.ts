import { printable } from '../../text/printable.ts'

/** Longest evidence that is passed on, in characters. */
const LONGEST = 500

/** Words of a server, made harmless: on one line, nothing that steers a terminal, not too long. */
export function printableEvidence(text: string): string {
  return printable(text.replace(/\s+/g, ' ').trim(), { max: LONGEST })
}
