import { isRecord } from '../../is-record.ts'
import { excerpt } from '../excerpt.ts'
import { lookOf } from '../phrases/look-alike.ts'
import type { Expectation } from '../golden.ts'
import { compileJsonSchema, JsonSchemaError } from '../json/json-schema.ts'
import { patternProblem, patternsOf } from '../phrases/pattern.ts'

/** A violation of a rule that a JSON Schema cannot express, at a JSON pointer inside the list of goldens. */
export interface Breach {
  pointer: string
  message: string
  /** The place of the first occurrence. */
  first?: string
}

/** Control characters, line separators and those that reorder text. Vitest prints an id as the name of its test. */
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u

/** Checks the parts of the list that have the right shape, so that all problems are reported at once. */
export function breaches(goldens: readonly unknown[]): Breach[] {
  const ids = new Map<string, { index: number; id: string }>()
  return goldens.flatMap((golden, index) => {
    if (!isRecord(golden)) return []
    const found = isRecord(golden['expect']) ? inExpectation(golden['expect'], `/${index}/expect`) : []
    const id = golden['id']
    if (typeof id !== 'string') return found
    if (UNPRINTABLE.test(id))
      found.unshift({
        pointer: `/${index}/id`,
        message: `the id ${excerpt(id, 60)} has control characters, which can change the display of a terminal: remove them`,
      })
    const look = lookOf(id)
    const before = ids.get(look)
    if (before === undefined) ids.set(look, { index, id })
    else
      found.unshift({
        pointer: `/${index}/id`,
        message:
          before.id === id
            ? `the id ${excerpt(id, 60)} is used twice`
            : `the id ${excerpt(id, 60)} looks the same as ${excerpt(before.id, 60)}, which has other characters`,
        first: `/${before.index}/id`,
      })
    return found
  })
}

function inExpectation(expect: Record<string, unknown>, pointer: string): Breach[] {
  const found: Breach[] = []
  const { matches, minLength, maxLength, json } = expect
  found.push(...inPatterns(matches, `${pointer}/matches`))
  if (typeof minLength === 'number' && typeof maxLength === 'number' && minLength > maxLength)
    found.push({
      pointer: `${pointer}/minLength`,
      message: `expect.minLength (${minLength}) is above expect.maxLength (${maxLength}); no reply can be both`,
    })
  if (typeof json === 'boolean' || isRecord(json)) found.push(...inSchema(json, `${pointer}/json`))
  return found
}

function inPatterns(matches: unknown, pointer: string): Breach[] {
  const list: readonly unknown[] = Array.isArray(matches) ? matches : [matches]
  return list.flatMap((one, index) => {
    if (!isPattern(one)) return []
    const problem = patternsOf(one)
      .map(patternProblem)
      .find((problem) => problem !== null)
    if (problem === undefined) return []
    const place = Array.isArray(matches) ? `[${index}]` : ''
    return [
      {
        pointer: Array.isArray(matches) ? `${pointer}/${index}` : pointer,
        message: `expect.matches${place} is not a valid regular expression: ${problem}`,
      },
    ]
  })
}

function isPattern(one: unknown): one is Extract<NonNullable<Expectation['matches']>, string | { pattern: string }> {
  if (!isRecord(one)) return typeof one === 'string'
  const { pattern, flags } = one
  return typeof pattern === 'string' && (flags === undefined || typeof flags === 'string')
}

function inSchema(json: object | boolean, pointer: string): Breach[] {
  try {
    compileJsonSchema(json)
    return []
  } catch (error) {
    if (!(error instanceof JsonSchemaError)) throw error
    return [
      { pointer: `${pointer}${error.pointer}`, message: `expect.json is not a valid JSON Schema: ${error.message}` },
    ]
  }
}
