import { isRecord } from '../../is-record.ts'

/** What one piece of a reply says. */
export interface Piece {
  text: string
  reasoning: string
  /** Types of parts that hold neither text nor reasoning, such as `image_url`. */
  other: string[]
}

/** Fields of a delta that hold reasoning. Servers send the same words in several of them: the first that has some counts. */
const REASONING_FIELDS = [
  'reasoning_content',
  'reasoning',
  'reasoning_text',
  'reasoning_details',
  'thinking',
  'thinking_blocks',
  'thinking_content',
  'thought',
  'thoughts',
]

/** Types of parts that hold reasoning: `thinking`, `reasoning.text`, `thought`, `redacted_thinking`. */
const IS_REASONING = /think|thought|reason/i

/** Reads the delta of a chunk, whose content is a text, `null`, a part, or a list of parts. Pure. */
export function readDelta(delta: Record<string, unknown>): Piece {
  const piece = readContent(delta['content'])
  if (piece.text === '' && typeof delta['refusal'] === 'string') piece.text = delta['refusal']
  const field = REASONING_FIELDS.map((name) => wordsIn(delta[name])).find((words) => words !== '') ?? ''
  return { ...piece, reasoning: field + piece.reasoning }
}

/** Reads the content of a message or of a delta. */
export function readContent(content: unknown): Piece {
  const piece: Piece = { text: '', reasoning: '', other: [] }
  if (typeof content === 'string') piece.text = content
  else for (const part of Array.isArray(content) ? (content as unknown[]) : [content]) readPart(part, piece)
  return piece
}

function readPart(part: unknown, piece: Piece): void {
  if (typeof part === 'string') piece.text += part
  if (!isRecord(part)) return
  const type = typeof part['type'] === 'string' ? part['type'] : ''
  if (IS_REASONING.test(type) || part['thought'] === true) piece.reasoning += wordsIn(part)
  else {
    const words = wordsIn(part)
    piece.text += words
    if (words === '' && type !== '' && !/text/i.test(type)) piece.other.push(type)
  }
}

/** Names under which parts keep their words, whatever they are of. */
const WORDS = ['text', 'thinking', 'reasoning', 'summary', 'content', 'refusal', 'value', 'thought']

/** The words in a text, in a part, or in a list of parts. */
function wordsIn(value: unknown): string {
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return value.map(wordsIn).join('')
  if (!isRecord(value)) return ''
  for (const name of WORDS) {
    const words = wordsIn(value[name])
    if (words !== '') return words
  }
  return ''
}
