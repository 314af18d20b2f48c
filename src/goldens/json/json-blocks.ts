/** The JSON of a reply, or why it was not found. */
export type JsonOfReply = { value: unknown } | { problem: string }

interface Block {
  /** The first word behind the opening fence, in lower case. */
  language: string
  body: string
}

/**
 * Reads the JSON of a reply: the whole reply, or the one fenced block that is JSON. Blocks marked as JSON come before
 * blocks without a language, and those before blocks of another language, which are mostly commands or code.
 */
export function jsonOf(reply: string): JsonOfReply {
  const whole = parsed(reply)
  if (whole) return whole
  const blocks = blocksOf(reply)
  const marked = blocks.filter(({ language }) => language.startsWith('json'))
  if (marked.length > 0) return onlyOne(marked)
  const plain = blocks.filter(({ language }) => language === '')
  const found = onlyOne(plain)
  const isFinal = plain.length === blocks.length || 'value' in found || found.problem.startsWith('several')
  return isFinal ? found : onlyOne(blocks)
}

function onlyOne(blocks: readonly Block[]): JsonOfReply {
  const values = blocks.flatMap(({ body }) => parsed(body) ?? [])
  const [only] = values
  if (values.length > 1) return { problem: `several fenced blocks of JSON (${values.length}), expected one` }
  if (only) return only
  if (blocks.length === 0) return { problem: 'no JSON' }
  return { problem: blocks.length === 1 ? 'a fenced block that is not JSON' : 'no fenced block that is JSON' }
}

function parsed(text: string): { value: unknown } | null {
  try {
    return { value: JSON.parse(text.replaceAll(EDGES, '')) as unknown }
  } catch {
    return null
  }
}

/** Invisible characters around a value, such as a byte order mark. */
const EDGES = /^[\s\u200b-\u200f\u2060\ufeff]+|[\s\u200b-\u200f\u2060\ufeff]+$/g

/** Quotation marks and the mark of a list item may precede a fence. */
const OPENING = /^((?:[\s>]|[-*+]\s|\d{1,3}[.)]\s)*)(`{3,}|~{3,})([^`]*)$/
const ON_ONE_LINE = /^\s*`{3,}(?:json\b)?([^`]+)`{3,}\s*$/i

/** Fenced blocks as CommonMark has them; a closing fence may also end the last line of the block. */
function blocksOf(text: string): Block[] {
  const blocks: Block[] = []
  let open: { fence: string; language: string; quoted: boolean; lines: string[] } | null = null
  const close = () => {
    if (open) blocks.push({ language: open.language, body: open.lines.join('\n') })
    open = null
  }
  for (const whole of text.split(/\r\n|\n|\r/)) {
    const line: string = open?.quoted === true ? whole.replace(/^\s*(?:>\s?)+/, '') : whole
    if (open === null) {
      const [, mark = '', fence, info = ''] = OPENING.exec(line) ?? []
      const [, body] = fence === undefined ? (ON_ONE_LINE.exec(line) ?? []) : []
      if (fence !== undefined) {
        const language = info.trim().split(/[\s{:,]/, 1)[0] ?? ''
        open = { fence, language: language.toLowerCase(), quoted: mark.includes('>'), lines: [] }
      } else if (body !== undefined) blocks.push({ language: 'json', body })
      continue
    }
    const end: string = line.trimEnd()
    if (!end.endsWith(open.fence)) {
      open.lines.push(line)
      continue
    }
    open.lines.push(withoutFence(end, open.fence.charAt(0)))
    close()
  }
  close()
  return blocks
}

function withoutFence(line: string, mark: string): string {
  let end = line.length
  while (line.charAt(end - 1) === mark) end -= 1
  return line.slice(0, end)
}
