import { isRecord } from '../../is-record.ts'
import { parseJson, serverError } from './error-body.ts'
import type { Fault } from './fault.ts'

/** A change of the request that the server asks for: leave a field out, or send it under another name. */
export interface FieldChange {
  field: string
  /** The name that the server requires instead. */
  as?: string
}

/** Fields that a request or its measurement cannot do without. */
const NEEDED = new Set(['model', 'messages', 'stream'])

/** Fields that OpenAI's own service does not have. */
const EXTENSIONS = ['top_k', 'repeat_penalty']

const REFUSAL =
  /unrecognized|unrecognised|unknown|unsupported|not supported|(?:does|do)(?:n't| not) support|not permitted|extra (?:inputs|fields)|extra_forbidden|unexpected|not allowed|additional propert|no such (?:field|parameter)|cannot find field|invalid (?:field|argument|parameter|property|key)|unsupported_(?:parameter|value)|not (?:a )?valid (?:field|argument|parameter)|not available|should not exist|must not be present|only \S+ is allowed/i

/** Messages about an unknown field, even if they also name limits. */
const UNKNOWN =
  /unrecogni[sz]ed|unknown|unexpected|unsupported_parameter|extra_forbidden|extra (?:inputs|fields)|no such|cannot find|additional propert|should not exist|must not be present|(?:field|parameter|argument|property|key)s? (?:\S+ )?(?:is|are) not (?:supported|allowed|permitted|available)/i

/** Messages about the value of a supported field. */
const LIMIT =
  /exceed|\b(?:above|below|beyond|between|more than|(?:great|larg|high|bigg|long|less|small|low|few)(?:er)? than|at most|at least|maximum|minimum|up to|limited to|out of (?:range|bounds))\b|too (?:large|big|high|long|many|small|low|few)|[<>\u2264\u2265]=?\s*-?\d|(?:less|greater)_than|too_(?:long|short|large|small|big)/i

/** Whether a refusal is about the value of a supported field; leaving the field out would remove the limit. */
function isLimit(texts: readonly string[]): boolean {
  return texts.some((text) => LIMIT.test(text) && /\d/.test(text)) && !texts.some((text) => UNKNOWN.test(text))
}

/** Words before a list of the supported fields, or the field to use instead. */
const ALTERNATIVES =
  /\b(?:expected one of|expected|supported (?:fields|parameters|arguments)|allowed (?:fields|values)|valid (?:fields|parameters)|must be one of|please use|use|try|consider|instead of)\b/i

/**
 * The fields of a request that the server does not support, from its error. Empty: the error has another cause, or the
 * field is required. A refusal that names no field means the fields that OpenAI's API lacks. Pure.
 * @param sent names of the fields of the request
 */
export function refusedFields(fault: Fault, sent: readonly string[]): FieldChange[] {
  const error = refusalIn(fault)
  if (error === null) return []
  const { texts, named } = error
  const optional = sent.filter((field) => !NEEDED.has(field))
  if (!texts.some((text) => REFUSAL.test(text)) || isLimit(texts)) return []
  const direct = optional.filter((field) => named.includes(field))
  const found = direct.length > 0 ? direct : namedIn(texts, optional)
  if (found.length === 0 && !texts.some((text) => namesAnything(text))) {
    return EXTENSIONS.filter((field) => optional.includes(field)).map((field) => ({ field }))
  }
  return found.map((field) => {
    const isRenamed = field === 'max_tokens' && texts.some((text) => text.includes('max_completion_tokens'))
    return isRenamed ? { field, as: 'max_completion_tokens' } : { field }
  })
}

/** The messages of a refusal, and the fields that its structure names. */
function refusalIn(fault: Fault): { texts: string[]; named: string[] } | null {
  if (fault.kind === 'error_event') return fault.begun ? null : partsOf(fault.error)
  if (fault.kind !== 'answer' || (fault.status < 400 && fault.status !== 200)) return null
  if ([401, 402, 403, 404, 408, 413, 429].includes(fault.status)) return null
  const body = parseJson(fault.text)
  if (body === undefined) return /html/i.test(fault.contentType) ? null : { texts: [fault.text], named: [] }
  // If `error` is only a string, such as "Bad Request", the other fields have the details.
  return partsOf(isRecord(body) && typeof body['error'] === 'object' ? (body['error'] ?? body) : body)
}

function partsOf(error: unknown): { texts: string[]; named: string[] } {
  const texts: string[] = [serverError(error).message]
  const named: string[] = []
  const visit = (value: unknown, key: string): void => {
    if (Array.isArray(value)) {
      // Pydantic's `loc`, such as ["body", "stream_options", "include_usage"]: the first name after `body` counts.
      if (key === 'loc' || key === 'path') {
        const path = value.filter((part): part is string => typeof part === 'string' && part !== 'body')
        if (path[0] !== undefined) named.push(path[0])
      } else for (const part of value as unknown[]) visit(part, key)
    } else if (isRecord(value)) {
      const own = Object.values(value).filter((part) => typeof part === 'string')
      // One of several errors may be about the value of another field.
      if ('loc' in value && isLimit(own)) return
      for (const [name, part] of Object.entries(value)) visit(part, name)
    } else if (typeof value === 'string') {
      if (/^(?:param|parameter|field|property|keys?|fields)$/.test(key)) named.push(value.replace(/[.[].*$/, ''))
      texts.push(value)
    }
  }
  visit(error, '')
  return { texts: [...new Set(texts)], named }
}

/** The fields that the refusing part of a text names: those in quotes, else those in a place for a name. */
function namedIn(texts: readonly string[], fields: readonly string[]): string[] {
  for (const text of texts) {
    const refusing = text
      .split(/(?<=[a-z'"`)\]])[.;!]\s|\n/i)
      .filter((part) => REFUSAL.test(part) || /^\s*[\w.'"`]+\s*[:,]?/.test(part))
      .map((part) => part.split(ALTERNATIVES)[0] ?? '')
      .join('\n')
    const quoted = fields.filter((field) => new RegExp(`['"\`]${field}(?:\\.\\w+)?['"\`]`).test(refusing))
    if (quoted.length > 0) return quoted
    const plain = fields.filter((field) => {
      const name = field.includes('_')
        ? `(?<!\\w)${field}(?!\\w)`
        : `(?:^|[:,>]\\s*|(?:invalid|(?:field|parameter|argument|property|key|param)s?:?) )${field}(?!\\w)`
      return new RegExp(name, 'im').test(refusing)
    })
    if (plain.length > 0) return plain
  }
  return []
}

/** A name in quotes or with underscores, of a field that was not sent or cannot be left out. */
const namesAnything = (text: string): boolean =>
  /['"`][\w.]+['"`]|\w_\w|\bmodel\b|\bmessages\b/i.test(text.split(ALTERNATIVES)[0] ?? '')
