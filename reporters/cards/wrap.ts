import { printable } from '../../src/text/printable.ts'
import { charWidth, type Font } from './text-width.ts'

/** Marks on one letter that are drawn; more would paint over the lines around it. */
const PILED_MARKS = /(?<=\p{M}{4})\p{M}/gu

/**
 * A text in lines that fit into `width` pixels, broken at blanks, and inside a word only where it is longer than a line.
 * Control characters and invisible characters become visible escapes. White space inside a line is kept.
 */
export function wrapText(text: string, width: number, font: Font): string[] {
  const clean = printable(text.replace(/\r\n?/g, '\n').replaceAll('\t', '    '), { newlines: true }).replace(
    PILED_MARKS,
    (mark) => `\\u${(mark.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  )
  return clean.split('\n').flatMap((line) => wrapLine(line.trimEnd(), width, font))
}

function wrapLine(line: string, width: number, font: Font): string[] {
  const lines: string[] = []
  let start = 0
  let used = 0
  /** Where the line may end, and how much of it is used up to there. */
  let blank = -1
  let usedAtBlank = 0
  let at = 0
  for (const char of line) {
    const own = charWidth(char, font)
    if (used + own > width && at > start && own > 0) {
      const isWord = blank <= start
      const end = isWord ? at : blank
      lines.push(line.slice(start, end).trimEnd())
      start = end
      used -= isWord ? used : usedAtBlank
      blank = -1
      // A line does not begin with the blank at which the one before it ended.
      while (start < at && line.charAt(start) === ' ') {
        used -= charWidth(' ', font)
        start += 1
      }
    }
    used += own
    at += char.length
    if (char === ' ') {
      blank = at
      usedAtBlank = used
    }
  }
  lines.push(line.slice(start))
  return lines
}
