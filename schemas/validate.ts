import { printable } from '../src/text/printable.ts'

/** One thing that a schema finds wrong with a value. */
export interface SchemaError {
  /** JSON pointer to the place, `''` for the whole. */
  instancePath: string
  keyword: string
  params: Record<string, unknown>
  message?: string
}

/** A generated validator of a file. */
export interface FileValidator<T> {
  (data: unknown): data is T
  errors?: SchemaError[] | null
}

/**
 * The findings of a generated validator in words, one line each: `/goldens/3/id must be string`.
 * A choice between branches repeats their errors; each place is named once. Keys of the file are safe to print.
 */
export function describeErrors(errors: readonly SchemaError[] | null | undefined): string[] {
  const lines = (errors ?? [])
    .filter((error) => !['oneOf', 'if'].includes(error.keyword) && !('propertyName' in error))
    .map((error) => printable(`${error.instancePath === '' ? 'the whole file' : error.instancePath} ${wording(error)}`))
  return [...new Set(lines)]
}

function wording(error: SchemaError): string {
  const { additionalProperty, propertyName, allowedValues, allowedValue } = error.params
  const unknown = additionalProperty ?? propertyName
  if (typeof unknown === 'string') return `has an unknown key "${unknown}"`
  if (Array.isArray(allowedValues)) return `must be one of ${allowedValues.map(String).join(', ')}`
  if (allowedValue !== undefined) return `must be ${JSON.stringify(allowedValue)}`
  return error.message ?? `fails ${error.keyword}`
}
