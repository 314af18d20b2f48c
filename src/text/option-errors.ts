import { inspect } from 'node:util'
import type { SchemaError } from '../../schemas/validate.ts'
import { nearest } from './nearest.ts'
import { printable } from './printable.ts'

/** The part of an option's schema that errors are worded with. */
export interface OptionSchema {
  type?: string | readonly string[]
  enum?: readonly unknown[]
  minimum?: number
  exclusiveMinimum?: number
  maximum?: number
  exclusiveMaximum?: number
  properties?: Readonly<Record<string, OptionSchema>>
  /** The value is a secret, and never printed. */
  writeOnly?: boolean
  'x-unit'?: string
  /** What the value must be, where the keywords cannot express it. */
  'x-expected'?: string
}

/** What a generated validator of options finds wrong. */
export interface OptionError extends SchemaError {
  schemaPath?: string
  data?: unknown
  parentSchema?: OptionSchema
}

/** How an error names the place of a value. */
export interface OptionNames {
  /** The function that takes the options: `aios` gives `aios({ slots })`. Default: the name of the option in quotes. */
  caller?: string
  /** The name of the options as a whole. Default `options`. */
  whole?: string
  /** By JSON pointer: values that come from a variable or from the command line, with their text and its form. */
  sources?: ReadonlyMap<string, { name: string; text?: string; expected?: string }>
}

/** A generated validator of options. */
export interface OptionValidator<T> {
  (data: unknown): data is T
  errors?: OptionError[] | null
}

/** What a generated validator finds wrong with options, one line each; `[]` for valid ones. */
export function optionProblems<T>(validate: OptionValidator<T>, options: unknown, names: OptionNames = {}): string[] {
  return validate(options) ? [] : describeOptionErrors(validate.errors, names)
}

/** Throws a RangeError that lists what a generated validator finds wrong with options. */
export function assertOptions<T>(
  validate: OptionValidator<T>,
  options: unknown,
  names: OptionNames = {},
): asserts options is T {
  const problems = optionProblems(validate, options, names)
  if (problems.length > 0) throw new RangeError(problems.join('; '))
}

/** The findings of a generated validator of options, one line for each place. Pure. */
export function describeOptionErrors(
  errors: readonly OptionError[] | null | undefined,
  names: OptionNames = {},
): string[] {
  // Each branch repeats the errors of its keyword, and a value of a wrong type fails other keywords too.
  const lines = (errors ?? [])
    .filter(({ keyword, schemaPath = '' }) => keyword !== 'if' && !schemaPath.includes('/anyOf/'))
    .filter((error) => !('propertyName' in error))
    .map((error) => describeOptionError(error, names))
  return [...new Set(lines)]
}

/** The error of one value: `"x" must be a number from 0 to 1, got "abc"`. */
export function mustBe(place: string, expected: string, value: unknown): string {
  return `${place} must be ${expected}, got ${shown(value)}`
}

/** The error of a name that does not exist: `unknown option "x"; did you mean "y"? Options: x, y`. */
export function unknownOption(name: string, known: readonly string[], kind = 'option'): string {
  // The name of a nested option is preceded by those of its parents.
  const meant = nearest(name.slice(name.lastIndexOf('.') + 1), known)
  const advice = meant === null ? '.' : `; did you mean "${meant}"?`
  const plural = `${kind.charAt(0).toUpperCase()}${kind.slice(1)}s`
  return `unknown ${kind} "${printable(name, { max: 60 })}"${advice} ${plural}: ${known.join(', ')}`
}

/** `aios({ router: { controlShare } })`, or `"router.controlShare"` without a caller. */
function placeOf(path: readonly string[], { caller, whole = 'options' }: OptionNames): string {
  const steps = path.reduce<string[]>((all, step) => {
    if (/^\d+$/.test(step) && all.length > 0) return [...all.slice(0, -1), `${all.at(-1) ?? ''}[${step}]`]
    return [...all, printable(step, { max: 60 })]
  }, [])
  if (caller === undefined) return steps.length === 0 ? whole : `"${steps.join('.')}"`
  if (steps.length === 0) return `${caller}({ ... })`
  return `${caller}(${steps.reduceRight((inner, step) => `{ ${inner === '' ? step : `${step}: ${inner}`} }`, '')})`
}

function describeOptionError(error: OptionError, names: OptionNames): string {
  const { params, parentSchema = {}, data } = error
  const path = error.instancePath.split('/').slice(1).map(unescaped)
  const unknown = params['additionalProperty']
  if (typeof unknown === 'string') {
    const known = Object.keys(parentSchema.properties ?? {})
    if (names.caller === undefined) return unknownOption([...path, unknown].join('.'), known)
    return `${placeOf(path, names)}: ${unknownOption(unknown, known)}`
  }
  const missing = params['missingProperty']
  if (typeof missing === 'string') {
    const schema = parentSchema.properties?.[missing] ?? {}
    return mustBe(placeOf([...path, missing], names), expectedOf(schema), undefined)
  }
  const source = path.map((_, index) => names.sources?.get(`/${path.slice(0, index + 1).join('/')}`)).find(Boolean)
  const place = source?.name ?? placeOf(path, names)
  const expected = source?.expected ?? expectedOf(parentSchema)
  if (parentSchema.writeOnly === true) return `${place} must be ${expected}`
  return mustBe(place, expected, source?.text ?? data) + meantValue(parentSchema, data)
}

function meantValue({ enum: values = [] }: OptionSchema, data: unknown): string {
  const meant = typeof data === 'string' ? nearest(data, values.map(String)) : null
  return meant === null ? '' : `; did you mean "${meant}"?`
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'a non-empty string',
  number: 'a number',
  integer: 'an integer',
  boolean: 'true or false',
  object: 'an object',
  array: 'an array',
}

/** What a value must be, by its schema. */
export function expectedOf(schema: OptionSchema): string {
  if (schema['x-expected'] !== undefined) return schema['x-expected']
  if (schema.enum !== undefined) {
    const values = schema.enum.map((value) => JSON.stringify(value))
    return values.length === 1 ? values.join('') : `one of ${values.join(', ')}`
  }
  const kinds = [schema.type ?? []].flat().map((type) => KINDS[type] ?? type)
  const unit = schema['x-unit'] === undefined ? '' : ` of ${schema['x-unit']}`
  return `${kinds.join(' or ')}${unit}${boundsOf(schema)}`
}

function boundsOf({ minimum, exclusiveMinimum, maximum, exclusiveMaximum }: OptionSchema): string {
  const lower =
    exclusiveMinimum === undefined ? (minimum === undefined ? null : `from ${minimum}`) : `above ${exclusiveMinimum}`
  const upper =
    exclusiveMaximum === undefined ? (maximum === undefined ? null : `${maximum}`) : `below ${exclusiveMaximum}`
  if (upper === null) return lower === null ? '' : ` ${lower}`
  if (lower === null) return exclusiveMaximum === undefined ? ` up to ${upper}` : ` ${upper}`
  if (exclusiveMinimum === undefined) return ` ${lower} to ${upper}`
  return ` ${lower} and ${exclusiveMaximum === undefined ? 'at most ' : ''}${upper}`
}

function shown(value: unknown): string {
  if (typeof value === 'string') return printable(JSON.stringify(value), { max: 120 })
  return printable(inspect(value, { depth: 0, breakLength: Infinity }), { max: 120 })
}

function unescaped(step: string): string {
  return step.replaceAll('~1', '/').replaceAll('~0', '~')
}
