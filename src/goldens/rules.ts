import { errorMessage } from '../error-message.ts'
import { isRecord } from '../is-record.ts'
import { excerpt } from './excerpt.ts'
import { compileJsonSchema } from './json-schema.ts'

/** A breach of a rule that a JSON Schema cannot state, at a JSON pointer inside the list of goldens. */
export interface Breach {
  pointer: string
  message: string
  /** Another place that belongs to it. */
  first?: string
}

/** Checks whatever of the list has the right shape, so that it finds its faults beside those of the schema. */
export function breaches(goldens: readonly unknown[]): Breach[] {
  const ids = new Map<string, number>()
  return goldens.flatMap((golden, index) => {
    if (!isRecord(golden)) return []
    const found = isRecord(golden['expect']) ? inExpectation(golden['expect'], `/${index}/expect`) : []
    const id = golden['id']
    if (typeof id !== 'string') return found
    const before = ids.get(id)
    if (before === undefined) ids.set(id, index)
    else
      found.unshift({
        pointer: `/${index}/id`,
        message: `the id ${excerpt(id, 60)} stands twice`,
        first: `/${before}/id`,
      })
    return found
  })
}

function inExpectation(expect: Record<string, unknown>, pointer: string): Breach[] {
  const found: Breach[] = []
  const { matches, minLength, maxLength, json } = expect
  if (typeof matches === 'string') {
    const fault = faultOf(() => new RegExp(matches, 'iu'))
    if (fault !== null)
      found.push({
        pointer: `${pointer}/matches`,
        message: `expect.matches is not a regular expression: ${fault.replace(/^Invalid regular expression: .*\/iu: /s, '')}`,
      })
  }
  if (typeof minLength === 'number' && typeof maxLength === 'number' && minLength > maxLength)
    found.push({
      pointer: `${pointer}/minLength`,
      message: `expect.minLength (${minLength}) is above expect.maxLength (${maxLength}); no reply can be both`,
    })
  if (typeof json === 'boolean' || isRecord(json)) {
    const fault = faultOf(() => compileJsonSchema(json))
    if (fault !== null)
      found.push({ pointer: `${pointer}/json`, message: `expect.json is not a JSON Schema (2020-12): ${fault}` })
  }
  return found
}

function faultOf(attempt: () => unknown): string | null {
  try {
    attempt()
    return null
  } catch (error) {
    return errorMessage(error)
  }
}
