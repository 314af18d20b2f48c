import { createRequire } from 'node:module'
import type * as ajv2020 from 'ajv/dist/2020.js'
import { errorMessage } from '../../text/error-message.ts'
import { isRecord } from '../../is-record.ts'
import { withinTime } from '../../text/within-time.ts'
import { patternProblem } from '../phrases/pattern.ts'
import { meantKeyword, subschemas } from './schema-keywords.ts'

/** Lists how a value violates a JSON Schema; empty when it is valid. */
export type SchemaCheck = (value: unknown) => string[]

/** An invalid or unsupported JSON Schema. */
export class JsonSchemaError extends Error {
  override name = 'JsonSchemaError'
  /** A JSON pointer to the part of the schema that is wrong. */
  readonly pointer: string

  constructor(message: string, pointer = '', cause?: unknown) {
    super(message, { cause })
    this.pointer = pointer
  }
}

const DRAFTS = { '2020-12': 'ajv/dist/2020.js', '2019-09': 'ajv/dist/2019.js', '07': 'ajv/dist/ajv.js' } as const
type Draft = keyof typeof DRAFTS
type Engine = Pick<ajv2020.Ajv2020, 'compile' | 'removeSchema' | 'errors'>

const engines = new Map<string, Engine>()
const compiled = new Map<string, SchemaCheck>()

/**
 * Compiles a JSON Schema, each one once: 2020-12, or the draft that `$schema` names (draft-06, draft-07, 2019-09).
 * Formats of ajv-formats are checked; other formats and unknown keywords are annotations, but a misspelt keyword is an
 * error. Throws a `JsonSchemaError` with the problem and its place in the schema.
 */
export function compileJsonSchema(schema: object | boolean): SchemaCheck {
  const text = JSON.stringify(schema)
  const known = compiled.get(text)
  if (known) return known
  const check = checkOf(compile(schema, text))
  compiled.set(text, check)
  return check
}

function compile(schema: object | boolean, text: string): ajv2020.ValidateFunction {
  if (schema === false) throw new JsonSchemaError('false accepts no reply; for any JSON write true')
  if (schema === true) return engineFor('2020-12', false).engine.compile(schema)
  if ('$async' in schema) throw new JsonSchemaError('$async schemas are not supported')
  const { $schema, ...plain } = schema as { $schema?: unknown }
  for (const [pointer, part] of subschemas(plain)) assertKeywords(part, pointer)
  const { engine, forget } = engineFor(draftOf($schema), text.includes('"format"'))
  try {
    const validate = engine.compile(plain)
    // Two goldens may use schemas with the same $id; a compiled schema does not need its entry any more.
    engine.removeSchema(plain)
    return validate
  } catch (error) {
    // The engine may have kept a part of the invalid schema, which would conflict with the corrected one.
    forget()
    throw schemaErrorOf(error, engine)
  }
}

function assertKeywords(schema: Record<string, unknown>, pointer: string): void {
  for (const [keyword, value] of Object.entries(schema)) {
    const meant = meantKeyword(keyword, value)
    if (meant !== null) throw new JsonSchemaError(`unknown keyword: "${keyword}"; did you mean "${meant}"?`, pointer)
  }
  for (const pattern of patternsOf(schema)) {
    const problem = patternProblem({ pattern, flags: 'u' })
    if (problem !== null) throw new JsonSchemaError(`pattern is not a valid regular expression: ${problem}`, pointer)
  }
}

function patternsOf({ pattern, patternProperties }: Record<string, unknown>): string[] {
  const names = isRecord(patternProperties) ? Object.keys(patternProperties) : []
  return typeof pattern === 'string' ? [pattern, ...names] : names
}

/** The error of an invalid schema. Only ajv's first error helps: the others are about other branches of the same value. */
function schemaErrorOf(error: unknown, { errors }: Engine): JsonSchemaError {
  const [first] = errors ?? []
  if (!first) return new JsonSchemaError(errorMessage(error), '', error)
  const at = first.instancePath.slice(1)
  return new JsonSchemaError(`${at} ${first.message ?? 'is not valid'}`.trim(), first.instancePath, error)
}

function draftOf($schema: unknown): Draft {
  if ($schema === undefined) return '2020-12'
  if (typeof $schema !== 'string') throw new JsonSchemaError('$schema must be a string', '/$schema')
  const draft = /\bdraft-?0?(\d)\b/.exec($schema)?.[1]
  if (draft === '6' || draft === '7') return '07'
  if (draft !== undefined)
    throw new JsonSchemaError(
      `draft-0${draft} is not supported; use draft-07, 2019-09 or 2020-12 (the default without $schema)`,
      '/$schema',
    )
  return $schema.includes('2019-09') ? '2019-09' : '2020-12'
}

/** Loads ajv with the first JSON Schema: most sets have none, and loading ajv takes longer than reading a set. */
function engineFor(draft: Draft, formats: boolean): { engine: Engine; forget: () => void } {
  const key = `${draft} ${formats}`
  const forget = () => void engines.delete(key)
  const known = engines.get(key)
  if (known) return { engine: known, forget }
  const require = createRequire(import.meta.url)
  const { default: Ajv } = require(DRAFTS[draft]) as { default: typeof ajv2020.Ajv2020 }
  const engine = new Ajv({ allErrors: true, strict: false, logger: false, validateFormats: formats })
  if (formats) (require('ajv-formats') as (engine: Engine) => void)(engine)
  engines.set(key, engine)
  return { engine, forget }
}

/** Longest time for one value: a pattern with repetitions within repetitions, such as `(a+)+$`, may take for ever. */
const CHECKING_MS = 1_000

function checkOf(validate: ajv2020.ValidateFunction): SchemaCheck {
  return (value) => {
    try {
      const checked = withinTime(CHECKING_MS, () => validate(value))
      if (checked === null)
        return [`the whole cannot be checked in ${CHECKING_MS} ms: simplify the patterns of the schema`]
      if (checked.result) return []
    } catch (error) {
      if (error instanceof RangeError) return ['the whole is nested too deeply to be checked']
      throw error
    }
    return (validate.errors ?? []).map(({ instancePath, message, params }) => {
      const extra = typeof params['additionalProperty'] === 'string' ? ` (${params['additionalProperty']})` : ''
      return `${instancePath === '' ? 'the whole' : instancePath} ${message ?? 'is not valid'}${extra}`
    })
  }
}
