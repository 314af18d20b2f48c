import { printable } from '../../text/printable.ts'

/** Longest evidence that is kept, in characters. */
const LONGEST = 500

/** Text of a server made safe to print: on one line, without control characters, truncated. */
export function printableEvidence(text: string): string {
  return printable(text.replace(/\s+/g, ' ').trim(), { max: LONGEST })
}
