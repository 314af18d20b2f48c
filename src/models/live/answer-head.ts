/** The head of an answer. */
export interface AnswerHead {
  status: number
  /** By name in lower case. The values of a header that was sent several times are joined with commas. */
  headers: Readonly<Record<string, string>>
}

/** Where the body of an answer ends: at its length, with its last chunk, or with the connection. */
export type Framing = { kind: 'length'; bytes: number } | { kind: 'chunks' } | { kind: 'until_close' }

/** The head of an answer, and what it means for the connection. */
export interface ParsedHead extends AnswerHead {
  framing: Framing
  /** Whether the server keeps the connection. */
  keepsAlive: boolean
}

/** Thrown for bytes that are not an HTTP answer. The codes are those of Node's own parser. */
export class MalformedAnswer extends Error {
  override name = 'MalformedAnswer'
  readonly code: `HPE_${string}`

  constructor(code: MalformedAnswer['code'], message: string) {
    super(`Parse Error: ${message}`)
    this.code = code
  }
}

const STATUS_LINE = /^HTTP\/1\.([01]) (\d{3})(?: [^\0\n\r]*)?$/
const NAME = /^[!#$%&'*+.^_`|~0-9a-z-]+$/
/** Control characters other than a tab. */
const CONTROL = /[\0-\x08\n-\x1f\x7f]/
/** Headers of which the first counts, as in Node: a list of values would be invalid. */
const SINGLE = new Set(['content-type', 'location', 'retry-after', 'retry-after-ms'])

/** Parses the head of an answer, without its last blank line. Pure. Throws {@link MalformedAnswer}. */
export function parseHead(text: string): ParsedHead {
  const [first = '', ...lines] = text.split('\r\n')
  const [line, minor, status] = STATUS_LINE.exec(first) ?? []
  if (line === undefined) throw new MalformedAnswer('HPE_INVALID_CONSTANT', 'Expected HTTP/')
  const headers = headersOf(lines)
  const code = Number(status)
  const connection = words(headers['connection'])
  const framing = framingOf(code, headers)
  const keepsAlive = minor === '1' ? !connection.includes('close') : connection.includes('keep-alive')
  return { status: code, headers, framing, keepsAlive: keepsAlive && framing.kind !== 'until_close' }
}

function headersOf(lines: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = Object.create(null) as Record<string, string>
  for (const line of lines) {
    const colon = line.indexOf(':')
    const name = line.slice(0, colon).toLowerCase()
    if (colon === -1 || !NAME.test(name)) throw new MalformedAnswer('HPE_INVALID_HEADER_TOKEN', 'Invalid header token')
    const value = line.slice(colon + 1).trim()
    if (CONTROL.test(value))
      throw new MalformedAnswer('HPE_INVALID_HEADER_TOKEN', 'Invalid character in a header value')
    const before = headers[name]
    headers[name] = before === undefined ? value : SINGLE.has(name) ? before : `${before}, ${value}`
  }
  return headers
}

function framingOf(status: number, headers: Readonly<Record<string, string>>): Framing {
  const { 'transfer-encoding': encoding, 'content-length': length } = headers
  if (status < 200 || status === 204 || status === 304) return { kind: 'length', bytes: 0 }
  if (encoding !== undefined) {
    if (length !== undefined)
      throw new MalformedAnswer('HPE_INVALID_CONTENT_LENGTH', 'both a length and a transfer encoding')
    return words(encoding).at(-1) === 'chunked' ? { kind: 'chunks' } : { kind: 'until_close' }
  }
  if (length === undefined) return { kind: 'until_close' }
  const lengths = new Set(words(length))
  const [bytes = ''] = lengths
  if (lengths.size > 1 || !/^\d{1,15}$/.test(bytes))
    throw new MalformedAnswer('HPE_INVALID_CONTENT_LENGTH', 'Invalid Content-Length')
  return { kind: 'length', bytes: Number(bytes) }
}

function words(value = ''): string[] {
  return value.split(',').map((word) => word.trim().toLowerCase())
}
