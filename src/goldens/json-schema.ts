import { createRequire } from 'node:module'
import type * as ajv2020 from 'ajv/dist/2020.js'
import { errorMessage } from '../error-message.ts'

/** What a value breaks of a JSON Schema, in words; empty when it is valid. */
export type SchemaCheck = (value: unknown) => string[]

let ajv: ajv2020.Ajv2020 | undefined
const compiled = new Map<string, SchemaCheck>()

/**
 * Compiles a JSON Schema (2020-12), each one once. Strict: an unknown keyword or format is an error, because it would
 * check nothing. Throws an Error whose message says what is wrong with the schema.
 */
export function compileJsonSchema(schema: object | boolean): SchemaCheck {
  const text = JSON.stringify(schema)
  const known = compiled.get(text)
  if (known) return known
  const check = checkOf(compile(schema))
  compiled.set(text, check)
  return check
}

function compile(schema: object | boolean): ajv2020.ValidateFunction {
  if (schema === false) throw new Error('false accepts nothing; for any JSON write true')
  if (typeof schema === 'object' && '$async' in schema) throw new Error('$async schemas cannot be used here')
  ajv ??= engine()
  try {
    const validate = ajv.compile(schema)
    // Two goldens may use schemas with the same $id; what is compiled does not need its entry any more.
    if (typeof schema === 'object') ajv.removeSchema(schema)
    return validate
  } catch (error) {
    // It may have kept half of the broken schema, which would be in the way of the mended one.
    ajv = undefined
    throw new Error(firstFault(errorMessage(error)), { cause: error })
  }
}

/** Of ajv's list only the first fault is worth reading: the others are the same value failing other branches. */
function firstFault(message: string): string {
  return message.replace(/^(schema is invalid: data\/?|strict mode: )/, '').replace(/, data\/.*$/s, '')
}

/** Most sets hold no JSON Schema, and loading ajv takes longer than reading a set: it waits until one does. */
function engine(): ajv2020.Ajv2020 {
  const { Ajv2020 } = createRequire(import.meta.url)('ajv/dist/2020.js') as typeof ajv2020
  return new Ajv2020({
    allErrors: true,
    strictTypes: false,
    strictTuples: false,
    logger: false,
  })
}

function checkOf(validate: ajv2020.ValidateFunction): SchemaCheck {
  return (value) => {
    try {
      if (validate(value)) return []
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
