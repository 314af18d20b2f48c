// The options as Markdown tables, from schemas/options.schema.json. Values are described in the words of the errors.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expectedOf } from '../src/text/option-errors.ts'
import { defaultOf, type OptionNode, type OptionsSchema, resolved, settingsOf } from './options-schema.ts'

const schema = JSON.parse(
  readFileSync(join(import.meta.dirname, '../schemas/options.schema.json'), 'utf8'),
) as OptionsSchema

/** Groups in the order of the page, each with the code that takes its options. */
const GROUPS: Readonly<Record<string, string>> = {
  LimitOptions: 'aios({ limits })',
  SamplingOptions: 'aios({ sampling })',
  Slo: 'aios({ slo })',
  HealthOptions: 'aios({ health })',
  HealthRange: 'aios({ health }), each range',
  RegressionOptions: 'aios({ regression })',
  SuiteRouterOptions: 'aios({ router })',
  LogOptions: 'aios({ log })',
  GoldenSuiteOptions: 'describeGoldens(name, file, { ... })',
  PrivacyOptions: 'aios({ privacy })',
  RedactOptions: 'aios({ privacy: { redact } })',
  AskOptions: 'ask(question, { ... })',
  HypothesisDeclaration: 'hypothesis(id, { ... }, body)',
  SingleSourceOptions: 'observations({ ... }), paired({ ... }) and byContext({ ... })',
  FromLog: "The same with from: 'log'",
  OutcomeOptions: 'toBeFasterBy(factor, { ... }) and toBeNoWorseThan(margin, { ... })',
  DirectedOptions: 'toDifferBy(atLeast, { ... })',
  ConvergenceOptions: 'toConvergeTo(target, { ... })',
  CorrelationOptions: 'toCorrelate({ ... })',
  Configuration: 'A configuration',
  RouterOptions: 'createRouter({ ... })',
  FileStoreOptions: 'fileStore(path, { ... })',
  RedisStoreOptions: 'redisStore(server, { ... })',
}

/** Groups that are a part of another table, and the claims of `vitest-aios/evidence`, which its page shows. */
const WITHOUT_TABLE = new Set([
  'ModelIds',
  'VariableOnly',
  'SampleOptions',
  'FasterClaim',
  'NoWorseClaim',
  'DifferenceClaim',
  'ConvergenceClaim',
  'CorrelationClaim',
])

const HEAD = ['option', 'value', 'default', 'variable', 'meaning']

/** The table of all settings of the plugin. `anchors` are links to the tables of groups, on this or another page. */
export function settingsTable(anchors: string): string[][] {
  const inVariable = schema.$defs['VariableOnly']?.properties ?? {}
  const rows = settingsOf(schema).map(({ path, node }) => {
    const name = path.join('.')
    return row(name in inVariable ? '' : name, node, anchors)
  })
  return [HEAD, ...rows]
}

/** The tables of the groups: a heading and rows. */
export function groupTables(): { heading: string; description: string; rows: string[][] }[] {
  const groups = schema.$defs
  const missing = Object.keys(groups).filter((name) => !(name in GROUPS) && !WITHOUT_TABLE.has(name))
  if (missing.length > 0) throw new Error(`scripts/options-tables.ts has no heading for ${missing.join(', ')}`)
  return Object.entries(GROUPS).map(([name, heading]) => {
    const group = groups[name] ?? {}
    const rows = Object.entries(group.properties ?? {})
      .filter(([, { tsType }]) => tsType !== 'never')
      .map(([option, node]) => row(option, node, ''))
    const used = HEAD.map((_, column) => rows.some((cells) => cells[column] !== ''))
    const columns = [HEAD, ...rows].map((cells) => cells.filter((_, column) => used[column]))
    return { heading, description: group.description ?? '', rows: columns }
  })
}

/** The healthy ranges and their defaults. */
export function healthTable(): string[][] {
  const { properties = {} } = schema.$defs['HealthOptions'] ?? {}
  const rows = Object.entries(properties).map(([name, given]) => {
    const node = resolved(given, schema)
    return [`\`${name}\``, defaultOf(node) ?? '', node.description ?? '']
  })
  return [['measure', 'default', 'meaning'], ...rows]
}

function row(name: string, given: OptionNode, anchors: string): string[] {
  const node = resolved(given, schema)
  const { 'x-env': variables = [], 'x-page': page, description = '' } = node
  const code = variables.map((variable) => `\`${variable}\``).join(', else ')
  return [
    name === '' ? '' : `\`${name}\``,
    valueOf(node, anchors),
    defaultOf(node) ?? '',
    code,
    page === undefined ? description : `${description} See [${page}](${page}).`,
  ]
}

function valueOf(node: OptionNode, anchors: string): string {
  const group = /^#\/\$defs\/(\w+)$/.exec(String(node['$ref']))?.[1]
  const heading = GROUPS[group ?? '']
  if (heading !== undefined) return `[an object](${anchors}#${anchorOf(heading)})`
  if (group !== undefined) return 'an object'
  const isInCode = ['type', 'enum', 'x-expected'].every((keyword) => node[keyword] === undefined)
  if (isInCode) return `\`${String(node['tsType'])}\``
  return expectedOf(node)
}

/** As GitHub makes it from a heading. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\w\s-]/g, '')
    .replaceAll(' ', '-')
}
