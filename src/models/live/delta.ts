import { isRecord } from '../../is-record.ts'

/** The content of one chunk of a reply. */
export interface Piece {
  text: string
  reasoning: string
  /** Types of parts that hold neither text nor reasoning, such as `image_url`. */
  other: string[]
}

/** Fields of a delta that hold reasoning. Servers repeat the same text in several of them: the first that is not empty counts. */
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

/** Reads the delta of a chunk, whose content is a string, `null`, a part, or an array of parts. Pure. */
export function readDelta(delta: Record<string, unknown>): Piece {
  const piece = readContent(delta['content'])
  if (piece.text === '' && typeof delta['refusal'] === 'string') piece.text = delta['refusal']
  for (const name of REASONING_FIELDS) {
    const reasoning = delta[name] === undefined ? '' : textIn(delta[name])
    if (reasoning === '') continue
    piece.reasoning = reasoning + piece.reasoning
    break
  }
  return piece
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
  if (IS_REASONING.test(type) || part['thought'] === true) piece.reasoning += textIn(part)
  else {
    const text = textIn(part)
    piece.text += text
    if (text === '' && type !== '' && !/text/i.test(type)) piece.other.push(type)
  }
}

/** Fields of a part that may contain its text. */
const TEXT_FIELDS = ['text', 'thinking', 'reasoning', 'summary', 'content', 'refusal', 'value', 'thought']

/** The text of a string, of a part, or of an array of parts. */
function textIn(value: unknown): string {
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return value.map(textIn).join('')
  if (!isRecord(value)) return ''
  for (const name of TEXT_FIELDS) {
    const text = textIn(value[name])
    if (text !== '') return text
  }
  return ''
}
