import { type ParseError, printParseErrorCode } from 'jsonc-parser'

/** A problem at an offset of the text. */
export interface Complaint {
  offset: number
  message: string
}

/** Describes syntax errors; `repaired`: the text without them, where they are comments and trailing commas only. */
export function syntaxProblems(
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
      complaints.push({ offset, message: 'JSON does not allow comments: remove it' })
    } else if (comma && (code === 'ValueExpected' || code === 'PropertyNameExpected')) {
      const at = offset - comma[0].length
      if (commas.at(-1) !== at) complaints.push({ offset: at, message: 'trailing comma: remove it' })
      commas.push(at)
    } else {
      broken = true
      // One mistake causes several parser errors; only the first on a line helps.
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
        ? 'JSON requires double quotes here'
        : 'not a JSON value: expected a string in double quotes, a number, true, false, null, [ ] or { }'
    case 'InvalidEscapeCharacter':
      return String.raw`this string has an invalid escape; write a backslash as \\ ("\\d+")`
    case 'InvalidUnicode':
      return String.raw`\u in this string must be followed by four hex digits`
    case 'InvalidCharacter':
      return String.raw`this string contains a control character; write it as an escape (a tab: \t)`
    case 'UnexpectedEndOfString':
      return String.raw`this string is not closed on its line; close it with a double quote (write a line break as \n)`
    case 'CommaExpected':
      return 'a comma is missing before this'
    case 'ColonExpected':
      return 'a colon is missing between the key and this'
    case 'CloseBraceExpected':
      return 'a } is missing here'
    case 'CloseBracketExpected':
      return 'a ] is missing here'
    case 'EndOfFileExpected':
      return 'unexpected text after the end of the JSON: remove it'
    case 'PropertyNameExpected':
      return 'a key in double quotes is missing here'
    case 'ValueExpected':
      return 'a value is missing here'
    default:
      return `not valid JSON (${code})`
  }
}
