import { describe, expect, test } from 'vitest'
import { compileJsonSchema, JsonSchemaError } from '../../../../src/goldens/json/json-schema.ts'
import { meantKeyword, subschemas } from '../../../../src/goldens/json/schema-keywords.ts'

const draft07 = 'http://json-schema.org/draft-07/schema#'

test.for<[format: string, valid: string, invalid: string]>([
  ['date', '2024-02-29', '2023-02-29'],
  ['date-time', '2024-05-01T10:00:00Z', '2024-05-01 at ten'],
  ['time', '23:59:59Z', '24:00:01Z'],
  ['email', 'ana@example.org', 'ana at example.org'],
  ['uri', 'https://example.org/a?b#c', 'example'],
  ['uuid', '123e4567-e89b-12d3-a456-426614174000', '123e4567'],
  ['ipv4', '10.0.0.1', '10.0.0.256'],
])('checks the format %s', ([format, valid, invalid]) => {
  const check = compileJsonSchema({ type: 'string', format })
  expect(check(valid)).toEqual([])
  expect(check(invalid)).toEqual([`the whole must match format "${format}"`])
})

describe('accepts', () => {
  test('formats and keywords that it does not know', () => {
    const schema = {
      $schema: 'https://spec.openapis.org/oas/3.1/dialect/base',
      type: 'object',
      example: { day: 'today' },
      'x-order': 1,
      properties: { day: { type: 'string', format: 'weekday', markdownDescription: '**day**' } },
    }
    expect(compileJsonSchema(schema)({ day: 'Monday' })).toEqual([])
    expect(compileJsonSchema(schema)({ day: 1 })).toEqual(['/day must be string'])
  })

  test('names of properties that look like keywords', () => {
    const schema = { properties: { propertees: { const: 1 }, formt: {} }, enum: [{ tipe: 1 }], default: { tipe: 1 } }
    expect(compileJsonSchema(schema)({ tipe: 1 })).toEqual([])
  })

  test('keywords that are nearly an annotation, or cannot be meant as the one that they resemble', () => {
    const schema = { comment: 'for people', note: 'of the author', titel: 'Day', descripton: 'A day', type: 'string' }
    expect(compileJsonSchema(schema)('Monday')).toEqual([])
    expect(() => compileJsonSchema({ nott: { type: 'string' } })).toThrow('did you mean "not"?')
    expect(() => compileJsonSchema({ formats: 'date' })).toThrow('did you mean "format"?')
  })

  test('keywords without the keyword that gives them an effect', () => {
    expect(compileJsonSchema({ if: { type: 'number' }, minContains: 0, additionalItems: false })(1)).toEqual([])
  })

  test('a schema without $schema as 2020-12', () => {
    expect(compileJsonSchema({ prefixItems: [{ type: 'number' }] })(['x'])).toEqual(['/0 must be number'])
  })
})

test('compiles a schema once', () => {
  expect(compileJsonSchema({ type: 'null' })).toBe(compileJsonSchema({ type: 'null' }))
})

describe('keywords', () => {
  test('of extensions are free, also beside a known one', () => {
    expect(compileJsonSchema({ 'x-format': 'date', 'x-items': {} })('a')).toEqual([])
  })

  test.for([1, 'text', {}])('that are too short to be a misspelt one are annotations (%j)', (value) => {
    expect(meantKeyword('a', value)).toBeNull()
    expect(meantKeyword('', value)).toBeNull()
  })

  test('in the value of a constant are data', () => {
    expect(compileJsonSchema({ const: { a: { tipe: 1 } } })({ a: { tipe: 1 } })).toEqual([])
  })
})

describe('reads the draft that $schema names', () => {
  test.for([
    draft07,
    'https://json-schema.org/draft-07/schema',
    'http://json-schema.org/draft-06/schema#',
    'https://json-schema.org/draft/2019-09/schema',
  ])('%s, where items may be a list', ($schema) => {
    const check = compileJsonSchema({ $schema, items: [{ type: 'number' }], additionalItems: false })
    expect(check([1])).toEqual([])
    expect(check(['x'])).toEqual(['/0 must be number'])
    expect(check([1, 2])).toEqual(['the whole must NOT have more than 1 items'])
  })

  test.for([
    'https://json-schema.org/draft/2020-12/schema',
    'https://example.org/overdraft-4/schema',
    'https://example.org/draft-042/schema',
  ])('%s, where prefixItems counts', ($schema) => {
    expect(compileJsonSchema({ $schema, prefixItems: [{ type: 'number' }] })(['x'])).toEqual(['/0 must be number'])
  })

  test('draft-07 with definitions, dependencies and formats', () => {
    const check = compileJsonSchema({
      $schema: draft07,
      definitions: { day: { type: 'string', format: 'date' } },
      properties: { from: { $ref: '#/definitions/day' } },
      dependencies: { from: ['to'] },
    })
    expect(check({ from: '2024-01-01', to: 1 })).toEqual([])
    expect(check({ from: 'soon' })).toEqual([
      'the whole must have property to when property from is present',
      '/from must match format "date"',
    ])
  })
})

test.for<[schema: object | boolean, message: string, pointer: string]>([
  [false, 'false accepts no reply; for any JSON write true', ''],
  [
    { properties: { a: { type: 'text' } } },
    'properties/a/type must be equal to one of the allowed values',
    '/properties/a/type',
  ],
  [{ anyOf: [{ requried: ['a'] }] }, 'unknown keyword: "requried"; did you mean "required"?', '/anyOf/0'],
  [
    { properties: { 'a/b': { pattern: 'a\\q' } } },
    'pattern is not a valid regular expression: invalid escape "\\q" at character 2',
    '/properties/a~1b',
  ],
  [
    { patternProperties: { '(': {} } },
    'pattern is not a valid regular expression: "(" at character 1 is not closed',
    '',
  ],
  [{ $schema: draft07, items: { minLength: '1' } }, 'items/minLength must be integer', '/items/minLength'],
  [{ items: [{}] }, 'items must be object,boolean', '/items'],
  [
    { $schema: 'http://json-schema.org/draft-04/schema#' },
    'draft-04 is not supported; use draft-07, 2019-09 or 2020-12 (the default without $schema)',
    '/$schema',
  ],
  [{ items: null }, 'items must be object,boolean', '/items'],
  [{ properties: null }, 'properties must be object', '/properties'],
  [{ properties: [{ tipe: 1 }] }, 'properties must be object', '/properties'],
  [{ pattern: ['('] }, 'pattern must be string', '/pattern'],
  [{ $schema: 5 }, '$schema must be a string', '/$schema'],
  [{ $ref: '#/$defs/a' }, "can't resolve reference #/$defs/a from id #", ''],
])('rejects %j', ([schema, message, pointer]) => {
  const compile = () => compileJsonSchema(schema)
  expect(compile).toThrow(JsonSchemaError)
  expect(compile).toThrow(expect.objectContaining({ message, pointer }))
})

test('the schemas in a schema have their pointers', () => {
  const schema = { items: [{ not: {} }, true], properties: { 'a/b~': {} }, const: { not: {} }, if: null }
  expect(Array.from(subschemas(schema), ([pointer]) => pointer)).toEqual([
    '',
    '/items/0',
    '/items/0/not',
    '/properties/a~1b~0',
  ])
})

test.each([
  [{ type: 'string', pattern: '^(a+)+$' }, `${'a'.repeat(60)}!`],
  [{ patternProperties: { '^(\\w+\\s?)*$': { type: 'null' } } }, { [`${'word '.repeat(12)}!`]: null }],
  [{ items: { properties: { id: { pattern: '^([a-z]|[a-z0-9])*$' } } } }, [{ id: `${'b'.repeat(60)}-` }]],
])('ends the check of a pattern that takes exponential time: %j', (schema, value) => {
  expect(compileJsonSchema(schema)(value)).toEqual([expect.stringMatching(/^the whole cannot be checked in 1000 ms/)])
})
