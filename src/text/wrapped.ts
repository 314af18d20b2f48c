import { stripVTControlCharacters } from 'node:util'

const WIDTH = 80

/**
 * A text that goes on below itself where a terminal of `columns` ends, by default 80; a longer word stays whole. `label`
 * stands before its first line, in the `indent` columns that the others leave free.
 */
export function wrapped(text: string, { label = '', indent = 0, columns = WIDTH } = {}): string {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const longer = lines.length === 0 ? word : `${lines.at(-1)} ${word}`
    if (lines.length > 0 && stripVTControlCharacters(longer).length > columns - indent) lines.push(word)
    else lines.splice(-1, 1, longer)
  }
  return lines.map((line, at) => `${(at === 0 ? label : '').padEnd(indent)}${line}`.trimEnd()).join('\n')
}
