import { isRecord } from '../../is-record.ts'
import { nearest } from '../../text/nearest.ts'

/** Keywords whose value is one schema or a list of schemas. */
const SCHEMAS = `additionalItems additionalProperties allOf anyOf contains contentSchema else if items not oneOf
  prefixItems propertyNames then unevaluatedItems unevaluatedProperties`.split(/\s+/)

/** Keywords whose value holds schemas under names of the author's. */
const NAMED_SCHEMAS = '$defs definitions dependencies dependentSchemas patternProperties properties'.split(' ')

const ASSERTIONS = `$anchor $dynamicAnchor $dynamicRef $id $recursiveAnchor $recursiveRef $ref $schema const
  dependentRequired enum exclusiveMaximum exclusiveMinimum format maxContains maxItems maximum maxLength maxProperties
  minContains minItems minimum minLength minProperties multipleOf nullable pattern required type uniqueItems`.split(
  /\s+/,
)

/** Known keywords that check nothing, of JSON Schema, OpenAPI and widespread generators. */
const ANNOTATIONS = `$comment $vocabulary contentEncoding contentMediaType default deprecated description discriminator
  example examples externalDocs id readOnly title writeOnly xml`.split(/\s+/)

const KNOWN = new Set([...SCHEMAS, ...NAMED_SCHEMAS, ...ASSERTIONS, ...ANNOTATIONS])

/**
 * The keyword that an unknown one is nearly and that would check something, such as `properties` for `propertees`; null
 * for all other keywords, which are annotations: `comment`, or a `note` whose text cannot be the schema of `not`.
 */
export function meantKeyword(keyword: string, value: unknown): string | null {
  if (KNOWN.has(keyword) || keyword.startsWith('x-')) return null
  return nearest(keyword, typeof value === 'string' ? ASSERTIONS : [...ASSERTIONS, ...SCHEMAS, ...NAMED_SCHEMAS])
}

/** A schema and all schemas in it, each with its JSON pointer. */
export function* subschemas(schema: unknown, pointer = ''): Generator<[pointer: string, Record<string, unknown>]> {
  if (Array.isArray(schema)) {
    for (const [index, part] of schema.entries()) yield* subschemas(part, `${pointer}/${index}`)
    return
  }
  if (!isRecord(schema)) return
  yield [pointer, schema]
  for (const [keyword, value] of Object.entries(schema)) {
    if (SCHEMAS.includes(keyword)) yield* subschemas(value, `${pointer}/${keyword}`)
    if (!NAMED_SCHEMAS.includes(keyword) || !isRecord(value)) continue
    for (const [name, part] of Object.entries(value))
      yield* subschemas(part, `${pointer}/${keyword}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`)
  }
}
