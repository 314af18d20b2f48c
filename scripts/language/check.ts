import { PHRASES } from './phrases.ts'

/** A line to rewrite. */
export interface Finding {
  file: string
  /** From 1. */
  line: number
  message: string
}

const WIDEST = 100

/** Phrases to avoid in the text of a file. Pure. */
export function phraseFindings(file: string, text: string): Finding[] {
  const lines = text.split('\n')
  return lines.flatMap((content, index) =>
    PHRASES.flatMap(({ pattern, advice }) => {
      const [found] = pattern.exec(content) ?? []
      if (found === undefined || !pattern.test(continued(content, lines[index - 1]))) return []
      return [{ file, line: index + 1, message: `"${found.trim()}": ${advice}` }]
    }),
  )
}

/** A line of a wrapped text after the last word of the line before: "there" may precede "is no". */
function continued(content: string, before: string | undefined): string {
  const [word] = /\bthere$/.exec(before ?? '') ?? []
  return word === undefined ? content : content.replace(/^\s*(?:\*|\/\/)?\s*/, `${word} `)
}

/** Lines that cannot wrap: tables, headings, and lines of one word, link or code span. */
const UNBREAKABLE = /^\s*(?:[-*] )?(?:\||#|<|\[!\[|(?:\S+|!?\[[^\]]*\]\([^)]*\)|`[^`]*`)[.,:;]?$)/

/** Lines of Markdown wider than 100 columns, except in code blocks and where a line cannot wrap. Pure. */
export function widthFindings(file: string, text: string): Finding[] {
  let inCode = false
  return text.split('\n').flatMap((content, index) => {
    if (/^\s*(?:```|~~~)/.test(content)) inCode = !inCode
    const cannotWrap = inCode || UNBREAKABLE.test(content)
    if (cannotWrap || content.length <= WIDEST) return []
    return [{ file, line: index + 1, message: `wrap at ${WIDEST} columns, got ${content.length}` }]
  })
}

/** Exported types and classes with the same name in two files. Pure. */
export function sameNameFindings(files: ReadonlyMap<string, string>): Finding[] {
  const declared = [...files].flatMap(([file, text]) =>
    text.split('\n').flatMap((content, index) => {
      const [, name] = /^export (?:abstract )?(?:interface|type|class) (\w+)/.exec(content) ?? []
      return name === undefined ? [] : [{ file, line: index + 1, name }]
    }),
  )
  return [...Map.groupBy(declared, ({ name }) => name).values()]
    .filter((same) => same.length > 1)
    .flatMap((same) =>
      same.map(({ file, line, name }) => {
        const others = same.filter((other) => other.file !== file).map((other) => other.file)
        return { file, line, message: `the exported type ${name} is also declared in ${others.join(', ')}: rename one` }
      }),
    )
}
