import { type ParseError, printParseErrorCode } from 'jsonc-parser'

/** Something wrong at an offset of the text. */
export interface Complaint {
  offset: number
  message: string
}

/** Words for the faults, and the text without them when all are such that nothing else depends on them. */
export function syntaxFaults(
  text: string,
  errors: readonly ParseError[],
): { complaints: Complaint[]; repaired: string | null } {
  const characters = text.split('')
  for (const { error, offset, length } of errors)
    if (printParseErrorCode(error) === 'InvalidCommentToken') characters.fill(' ', offset, offset + length)
  const bare = characters.join('')
  const complaints: Complaint[] = []
  const commas: number[] = []
  let broken = false
  let lastLine = ''
  for (const { error, offset } of errors) {
    const code = printParseErrorCode(error)
    const comma = /[\]}]/.test(bare[offset] ?? '')
      ? /,\s*$/.exec(bare.slice(Math.max(0, offset - 10_000), offset))
      : null
    if (code === 'InvalidCommentToken') {
      complaints.push({ offset, message: 'a comment, and JSON has none: remove it' })
    } else if (comma && (code === 'ValueExpected' || code === 'PropertyNameExpected')) {
      const at = offset - comma[0].length
      if (commas.at(-1) !== at) complaints.push({ offset: at, message: 'a comma with nothing after it: remove it' })
      commas.push(at)
    } else {
      broken = true
      // One slip makes the parser stumble several times; the first stumble on a line is the one worth reading.
      const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset)
      const lineStart = String(offset - line.length)
      if (lineStart !== lastLine) complaints.push({ offset, message: wording(code, text, offset) })
      lastLine = lineStart
    }
  }
  if (broken) return { complaints, repaired: null }
  for (const comma of commas) characters[comma] = ' '
  return { complaints, repaired: characters.join('') }
}

function wording(code: ReturnType<typeof printParseErrorCode>, text: string, offset: number): string {
  if (text.trim() === '') return 'the file is empty; write [{ "id": "…", "question": "…", "trait": "…" }]'
  switch (code) {
    case 'InvalidSymbol':
      return text[offset] === "'"
        ? 'JSON wants double quotes here'
        : 'not a JSON value: texts and keys stand in double quotes; else a number, true, false, null, [ ] or { }'
    case 'InvalidEscapeCharacter':
      return String.raw`this text has an escape that JSON does not know; a backslash itself is written \\ ("\\d+")`
    case 'InvalidUnicode':
      return String.raw`\u in this text wants four hex digits`
    case 'InvalidCharacter':
      return String.raw`this text holds a raw control character; write it as an escape (a tab: \t)`
    case 'UnexpectedEndOfString':
      return String.raw`this text is not closed on its line; close it with a double quote (a line break in it: \n)`
    case 'CommaExpected':
      return 'a comma is missing before this'
    case 'ColonExpected':
      return 'a colon is missing between the key and this'
    case 'CloseBraceExpected':
      return 'a } is missing here'
    case 'CloseBracketExpected':
      return 'a ] is missing here'
    case 'EndOfFileExpected':
      return 'the JSON has ended before this: remove what follows'
    case 'PropertyNameExpected':
      return 'a key in double quotes is missing here'
    case 'ValueExpected':
      return 'a value is missing here'
    default:
      return `not JSON (${code})`
  }
}
