import { commandWords, gluedCommands, isGlued, unglued } from './commands.ts'
import { textWidth } from './text-width.ts'

const WIDTH = 80
const NARROWEST = 24

/** The end of a line of a command that continues on the next one. */
const CONTINUED = ' \\'

/** The spaces at which a line may break: not beside the signs of `n = 59`, `p > 0.99` and `95 %`, nor before seconds. */
const BREAKS = /(?<! [=<>]) (?!(?:[=<>%]|m?s)(?:[ ),:]|$))/

/** How to lay out a text. */
export interface WrapOptions {
  /** Smallest width in columns. Default 24. */
  narrowest?: number
  /**
   * The text is of a model, a log or a user: it may say anything about commands, and has none to paste. Default false: this
   * package wrote it, and its commands stay whole.
   */
  isQuoted?: boolean
}

/**
 * The lines of a text of at most `columns` columns, broken at spaces; a longer word stays whole. A command stays on one
 * line, or continues as a shell reads it. Colour codes take no column.
 */
export function wrapLines(
  text: string,
  columns: number,
  { narrowest = NARROWEST, isQuoted = false }: WrapOptions = {},
): string[] {
  const width = Math.max(narrowest, columns)
  const lines: string[] = []
  const add = (word: string) => {
    const line = lines.at(-1)
    if (line === undefined || (line !== '' && textWidth(line) + 1 + textWidth(word) > width)) lines.push(word)
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`
  }
  for (const word of (isQuoted ? text : gluedCommands(text)).split(BREAKS)) {
    if (isQuoted || !isGlued(word)) add(word)
    else if (textWidth(word) <= width) add(unglued(word))
    else lines.splice(lines.at(-1) === '' ? -1 : lines.length, 1, ...commandLines(word, width))
  }
  return lines
}

/** The lines of a command: a shell reads a line that ends with a backslash together with the next one. */
function commandLines(command: string, width: number): string[] {
  const lines = ['']
  for (const word of commandWords(command)) {
    const line = lines.at(-1) ?? ''
    if (line !== '' && textWidth(line) + 1 + textWidth(word) > width - CONTINUED.length) lines.push(word)
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`
  }
  return lines.map((line, index) => (index < lines.length - 1 ? line + CONTINUED : line))
}

/**
 * A text wrapped for a terminal of `columns`, by default 80. `label` precedes the first line, in `indent` columns
 * that are blank in the other lines.
 */
export function wrapped(text: string, { label = '', indent = 0, columns = WIDTH, isQuoted = false } = {}): string {
  const blank = ' '.repeat(indent)
  const first = label + ' '.repeat(Math.max(0, indent - textWidth(label)))
  return wrapLines(text, columns - indent, { isQuoted })
    .map((line, index) => `${index === 0 ? first : blank}${line}`.trimEnd())
    .join('\n')
}

/** White space and the sign of a list, a note or a next step at the beginning of a line. */
const START = /^\s*(?:(?:->|[-+>|]) )?/

/**
 * A text of several lines of which none is longer than `columns`: longer ones are broken at spaces and continue below
 * their own beginning, two columns further to the right where they are indented. A command continues as a shell reads it,
 * after a backslash. Lines that fit stay as they are, and so does a command that is broken already. Pure.
 */
export function reflowed(
  text: string,
  columns: number,
  { isQuoted = false }: Pick<WrapOptions, 'isQuoted'> = {},
): string {
  if (columns === Infinity) return text
  let isContinued = false
  return text
    .split('\n')
    .map((line) => {
      const isBroken = isContinued
      isContinued = !isQuoted && line.endsWith(CONTINUED)
      if (textWidth(line) <= columns || isBroken || isContinued) return line
      const [start = ''] = START.exec(line) ?? []
      const hanging = start !== '' && start.trim() === '' ? start.length + 2 : start.length
      const rest = line.slice(start.length)
      const lines = wrapLines(rest, columns - hanging, { isQuoted })
      return start + lines.join(`\n${' '.repeat(hanging)}`)
    })
    .join('\n')
}
