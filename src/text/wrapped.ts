import { stripVTControlCharacters } from 'node:util'

const WIDTH = 80
const NARROWEST = 24

/** The spaces at which a line may break: not beside the signs of `n = 59`, `p > 0.99` and `95 %`. */
const BREAKS = /(?<! [=<>]) (?![=<>%](?:[ ),:]|$))/

/**
 * The lines of a text of at most `columns` columns, at least 24, broken at spaces; a longer word stays whole. Colour
 * codes take no column.
 */
export function wrapLines(text: string, columns: number): string[] {
  const width = Math.max(NARROWEST, columns)
  const lines = ['']
  for (const word of text.split(BREAKS)) {
    const line = lines.at(-1) ?? ''
    if (line !== '' && visible(line) + 1 + visible(word) > width) lines.push(word)
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`
  }
  return lines
}

/**
 * A text wrapped for a terminal of `columns`, by default 80. `label` precedes the first line, in `indent` columns
 * that are blank in the other lines.
 */
export function wrapped(text: string, { label = '', indent = 0, columns = WIDTH } = {}): string {
  return wrapLines(text, columns - indent)
    .map((line, index) => `${(index === 0 ? label : '').padEnd(indent)}${line}`.trimEnd())
    .join('\n')
}

function visible(text: string): number {
  return stripVTControlCharacters(text).length
}
