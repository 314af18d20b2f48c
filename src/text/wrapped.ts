import { textWidth } from './text-width.ts'

const WIDTH = 80
const NARROWEST = 24

/** The spaces at which a line may break: not beside the signs of `n = 59`, `p > 0.99` and `95 %`, nor before seconds. */
const BREAKS = /(?<! [=<>]) (?!(?:[=<>%]|m?s)(?:[ ),:]|$))/

/**
 * The lines of a text of at most `columns` columns, at least `narrowest` (default 24), broken at spaces; a longer word
 * stays whole. Colour codes take no column.
 */
export function wrapLines(text: string, columns: number, narrowest = NARROWEST): string[] {
  const width = Math.max(narrowest, columns)
  const lines = ['']
  for (const word of text.split(BREAKS)) {
    const line = lines.at(-1) ?? ''
    if (line !== '' && textWidth(line) + 1 + textWidth(word) > width) lines.push(word)
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`
  }
  return lines
}

/**
 * A text wrapped for a terminal of `columns`, by default 80. `label` precedes the first line, in `indent` columns
 * that are blank in the other lines.
 */
export function wrapped(text: string, { label = '', indent = 0, columns = WIDTH } = {}): string {
  const blank = ' '.repeat(indent)
  const first = label + ' '.repeat(Math.max(0, indent - textWidth(label)))
  return wrapLines(text, columns - indent)
    .map((line, index) => `${index === 0 ? first : blank}${line}`.trimEnd())
    .join('\n')
}

/** White space and the sign of a list, a note or a next step at the beginning of a line. */
const START = /^\s*(?:(?:->|[-+>|]) )?/

/** A line that is a command of a shell, to be copied. */
const COMMAND = /^\s+(?:then: )?(?:[A-Z_]+=\S+ |\w[\w -]*\| )*(?:aios|npx|npm|lms)\b/

/**
 * A text of several lines of which none is longer than `columns`: longer ones are broken at spaces and continue below
 * their own beginning, two columns further to the right where they are indented. A command continues as a shell reads it,
 * after a backslash. Lines that fit stay as they are. Pure.
 */
export function reflowed(text: string, columns: number): string {
  if (columns === Infinity) return text
  return text
    .split('\n')
    .map((line) => {
      if (textWidth(line) <= columns) return line
      const [start = ''] = START.exec(line) ?? []
      const hanging = start !== '' && start.trim() === '' ? start.length + 2 : start.length
      const isCommand = COMMAND.test(line)
      const rest = line.slice(start.length)
      const lines = isCommand ? commandLines(rest, columns - hanging - 2) : wrapLines(rest, columns - hanging)
      return start + lines.join(`${isCommand ? ' \\' : ''}\n${' '.repeat(hanging)}`)
    })
    .join('\n')
}

/** Stands for a space within quotes, at which a command must not be broken. */
const GLUE = '\u00a0'

function commandLines(command: string, columns: number): string[] {
  const words = command.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? []
  const glued = words.map((word) => word.replaceAll(' ', GLUE)).join(' ')
  return wrapLines(glued, columns).map((line) => line.replaceAll(GLUE, ' '))
}
