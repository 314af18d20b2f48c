/** A part of a text, with the offsets of `slice`. */
export interface Span {
  from: number
  to: number
}

/** A fenced block or a span between backticks, as Markdown has them. `closed` is false when the code runs to the end of the text unclosed. */
export type Code = Span & { closed: boolean }

const FENCE = /^[^\S\n]*(`{3,}|~{3,})[^\n]*(?:\n|$)/gm
const INLINE = /(?<!`)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/g

/** The code in a Markdown text: fenced blocks, then inline spans. */
export function codeIn(text: string): Code[] {
  if (!text.includes('`') && !text.includes('~~~')) return []
  const fences: Code[] = []
  FENCE.lastIndex = 0
  for (let opening = FENCE.exec(text); opening !== null; opening = FENCE.exec(text)) {
    const [line, marks = ''] = opening
    const body = opening.index + line.length
    const closing = new RegExp(`^[^\\S\\n]*${marks[0]}{${marks.length},}[^\\S\\n]*$`, 'gm')
    closing.lastIndex = body
    const closed = closing.exec(text)
    const to = closed === null ? text.length : closed.index + closed[0].length
    fences.push({ from: opening.index, to, closed: closed !== null })
    FENCE.lastIndex = to
  }
  const spans = [...text.matchAll(INLINE)]
    .map(({ 0: code, index }) => ({ from: index, to: index + code.length, closed: true }))
    .filter(({ from }) => !fences.some((fence) => fence.from <= from && from < fence.to))
  return [...fences, ...spans]
}
