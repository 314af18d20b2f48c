// What schemas/options.schema.json needs beyond the other schemas: a validator for each group of options, and doc
// comments that name the variable and the default of each option.
import type { Ajv2020, SchemaObject } from 'ajv/dist/2020.js'
import standalone from 'ajv/dist/standalone/index.js'
import { inspect } from 'node:util'
import { isRecord } from '../src/is-record.ts'

/** One option, or a group of them. */
export interface OptionNode extends SchemaObject {
  description?: string
  default?: unknown
  /** The default in words, where it is not a literal. */
  'x-default'?: string
  /** Environment variables; the first that is set takes precedence. */
  'x-env'?: string[]
  /** The documentation page of a group. */
  'x-page'?: string
  properties?: Record<string, OptionNode>
}

export interface OptionsSchema extends OptionNode {
  title: string
  'x-imports': string[]
  $defs: Record<string, OptionNode>
}

/** Keywords that validate nothing. */
export const ANNOTATIONS = [
  'tsType',
  'x-imports',
  'x-env',
  'x-env-expected',
  'x-default',
  'x-expected',
  'x-unit',
  'x-page',
]

/** The default of an option in Markdown; undefined where it has none. */
export function defaultOf(node: OptionNode): string | undefined {
  if (node['x-default'] !== undefined) return node['x-default']
  const { default: value } = node
  if (value === undefined) return undefined
  if (typeof value === 'number') return value.toLocaleString('en-US')
  if (isRecord(value)) return `\`${inspect(value, { numericSeparator: true })}\``
  return `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``
}

/** The schema with the variable and the default of each option in its description. */
export function withDefaults<T>(schema: T): T {
  return JSON.parse(JSON.stringify(schema), (_key, value: unknown) => {
    const node = value as OptionNode | null
    if (typeof node?.description !== 'string') return value
    const text = defaultOf(node)
    const variables = node['x-env']?.map((name) => `\`${name}\``).join(', else ')
    const first = variables === undefined ? '' : `${variables}: `
    const last = text === undefined ? '' : ` Default${node['x-default'] === undefined ? '' : ':'} ${text}.`
    const { $ref: _, ...rest } = node
    // A reference with a description of its own would become a second type.
    const named = node['tsType'] === undefined ? node : rest
    return { ...named, description: first + node.description + last }
  }) as T
}

/** The schema without the words of its errors: beside a reference they would make a second type. */
export function withoutErrorWords<T>(schema: T): T {
  return JSON.parse(JSON.stringify(schema), (key, value: unknown) => (key === 'x-expected' ? undefined : value)) as T
}

/** A module that exports one validator for each group: `validateSlo`. */
export function optionValidators(ajv: Ajv2020, schema: OptionsSchema): string {
  ajv.addSchema(withoutDescriptions(schema) as SchemaObject)
  const exports = groupsOf(schema).map(({ name, ref }) => [`validate${name}`, ref] as const)
  return standalone.default(ajv, Object.fromEntries(exports))
}

/** The types of those validators. */
export function optionDeclarations(banner: string, schema: OptionsSchema): string {
  const groups = groupsOf(schema)
  const names = groups.map(({ name }) => name)
  return [
    `${banner}import type { ${names.join(', ')} } from './options.ts'`,
    "import type { OptionValidator } from '../../src/text/option-errors.ts'",
    ...names.map((name) => `export declare const validate${name}: OptionValidator<${name}>`),
    '',
  ].join('\n')
}

/** One row of the settings: an option, a variable or both. */
export interface Setting {
  path: string[]
  node: OptionNode
}

/** Every setting of the plugin: the options, those of the models one by one, and the settings with only a variable. */
export function settingsOf({ properties = {}, $defs }: OptionsSchema): Setting[] {
  const { models: _, ...options } = properties
  const rows = (nodes: Record<string, OptionNode>, parent: string[]) =>
    Object.entries(nodes).map(([name, node]) => ({ path: [...parent, name], node }))
  const single = rows(options, [])
  const at = single.findIndex(({ path }) => path[0] === 'aliases')
  return [
    ...single.slice(0, at),
    ...rows($defs['ModelIds']?.properties ?? {}, ['models']),
    ...single.slice(at),
    ...rows($defs['VariableOnly']?.properties ?? {}, []),
  ]
}

/** A module with the variables of the settings. */
export function variablesModule(schema: OptionsSchema): string {
  const variables = settingsOf(schema).flatMap(({ path, node }) => {
    const { 'x-env': names, 'x-env-expected': expected } = node
    if (names === undefined) return []
    const types = [node['type'] ?? 'string'].flat() as string[]
    const type = types.includes('integer') ? 'number' : types[0]
    return [{ path, names, type, ...(expected === undefined ? {} : { expected: String(expected) }) }]
  })
  return [
    '/** A setting that an environment variable sets; of several names the first that is set wins. */',
    'export interface Variable {',
    '  /** The place of its option. */',
    '  path: readonly string[]',
    '  names: readonly string[]',
    "  type: 'string' | 'number' | 'boolean' | 'object'",
    '  /** The form of its text, where that is not the form of the option. */',
    '  expected?: string',
    '}',
    '',
    'export const VARIABLES: readonly Variable[] = [',
    ...variables.map((variable) => `  ${JSON.stringify(variable)},`),
    ']',
    '',
  ].join('\n')
}

/** A module with the literal defaults of each group, so that the code does not repeat them. */
export function defaultsModule(schema: OptionsSchema): string {
  const groups = Object.entries({ [schema.title]: schema, ...schema.$defs }).flatMap(([name, group]) => {
    const defaults = Object.entries(group.properties ?? {}).flatMap(([option, node]) => {
      const value = resolved(node, schema).default
      return value === undefined ? [] : [[option, value] as const]
    })
    return defaults.length === 0 ? [] : [{ name, defaults }]
  })
  return [
    `import type { ${groups.map(({ name }) => name).join(', ')} } from './options.ts'`,
    '',
    'type Defaults<T, K extends keyof T> = { readonly [Name in K]-?: NonNullable<T[Name]> }',
    '',
    '/** The literal defaults of the options, by group. */',
    'export const DEFAULTS: {',
    ...groups.map(
      ({ name, defaults }) =>
        `  readonly ${name}: Defaults<${name}, ${defaults.map(([option]) => `'${option}'`).join(' | ')}>${rangesIn(defaults)}`,
    ),
    '} = {',
    ...groups.map(({ name, defaults }) => `  ${name}: ${JSON.stringify(Object.fromEntries(defaults))},`),
    '}',
    '',
  ].join('\n')
}

/** The type of the keys that the default of a group within a group has. */
function rangesIn(defaults: readonly (readonly [string, unknown])[]): string {
  return defaults
    .filter(([, value]) => isRecord(value))
    .map(
      ([option, value]) =>
        ` & { readonly ${option}: Record<${Object.keys(value as object)
          .map((key) => `'${key}'`)
          .join(' | ')}, number> }`,
    )
    .join('')
}

/** The node that a reference to an option of another group resolves to. */
export function resolved(node: OptionNode, { $defs }: OptionsSchema): OptionNode {
  const [, group = '', option = ''] = /^#\/\$defs\/(\w+)\/properties\/(\w+)$/.exec(String(node['$ref'])) ?? []
  return $defs[group]?.properties?.[option] ?? node
}

/** Groups that are validated by themselves; the others are parts of them. */
const VALIDATED = new Set([
  'Slo',
  'LogOptions',
  'RegressionOptions',
  'RouterOptions',
  'FileStoreOptions',
  'RedisStoreOptions',
  'GoldenSuiteOptions',
  'AskOptions',
  'Configuration',
  'HypothesisDeclaration',
  'SampleOptions',
  'SingleSourceOptions',
  'FromLog',
  'OutcomeOptions',
  'DirectedOptions',
  'ConvergenceOptions',
  'CorrelationOptions',
  'FasterClaim',
  'NoWorseClaim',
  'DifferenceClaim',
  'ConvergenceClaim',
  'CorrelationClaim',
  'VariableOnly',
])

function groupsOf({ title, $id, $defs }: OptionsSchema): { name: string; ref: string }[] {
  const groups = Object.keys($defs)
    .filter((name) => VALIDATED.has(name))
    .map((name) => ({ name, ref: `${$id}#/$defs/${name}` }))
  return [{ name: title, ref: `${$id}` }, ...groups]
}

/** The schema that the validators contain, without the documentation. */
function withoutDescriptions(schema: unknown): unknown {
  const left = new Set([
    'description',
    'default',
    'x-default',
    'x-env',
    'x-page',
    'x-imports',
    'tsType',
    'x-env-expected',
  ])
  return JSON.parse(JSON.stringify(schema), (key: string, value: unknown) => {
    const isName = typeof value === 'object' && value !== null && !Array.isArray(value) && key !== 'default'
    return left.has(key) && !isName ? undefined : value
  })
}
