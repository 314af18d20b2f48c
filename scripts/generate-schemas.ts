// Writes a TypeScript type and a standalone validator for every schemas/*.schema.json.
// `--check` writes nothing and fails when a generated file is not up to date.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Ajv2020, type SchemaObject } from 'ajv/dist/2020.js'
import standalone from 'ajv/dist/standalone/index.js'
import { compile } from 'json-schema-to-typescript'
import type { JSONSchema } from 'json-schema-to-typescript'
import {
  ANNOTATIONS,
  defaultsModule,
  optionDeclarations,
  type OptionsSchema,
  optionValidators,
  variablesModule,
  withDefaults,
  withoutErrorWords,
} from './options-schema.ts'

const schemas = join(import.meta.dirname, '..', 'schemas')
const generated = join(schemas, 'generated')
const check = process.argv.includes('--check')
/** Schemas of answers that only tests validate: a validator of all of them is large. */
const TYPES_ONLY: readonly string[] = ['dashboard']
const banner = (file: string) => `// Generated from schemas/${file} by \`npm run generate\`. Do not edit.\n`

await mkdir(generated, { recursive: true })
const stale: string[] = []
for (const file of (await readdir(schemas)).filter((name) => name.endsWith('.schema.json')).sort()) {
  const name = basename(file, '.schema.json')
  const schema = JSON.parse(await readFile(join(schemas, file), 'utf8')) as JSONSchema & { title: string }
  const isOptions = name === 'options'
  const isTypesOnly = TYPES_ONLY.includes(name)
  const hasOptionErrors = isOptions || name === 'model-config'
  const imports = isOptions ? (schema as OptionsSchema)['x-imports'].map((line) => `${line}\n`).join('') : ''
  const documented = isOptions ? withDefaults(schema) : withoutErrorWords(schema)
  const compiled = await compile(withUnion(documented), schema.title, {
    additionalProperties: false,
    bannerComment: banner(file) + imports,
    style: { semi: false, singleQuote: true, printWidth: 120 },
    unreachableDefinitions: true,
  })
  const types =
    isOptions || isTypesOnly ? compiled.replaceAll(/ \*\n \* This interface was referenced by .*\n.*\n/g, '') : compiled
  // Schemas use only keywords whose code needs no run-time import, so that the validators have no dependencies.
  const ajv = new Ajv2020({
    code: { source: true, esm: true },
    // Lines of a log are valid or not; the errors of a run's other files are printed.
    allErrors: name !== 'provenance' && name !== 'compact-event',
    allowUnionTypes: true,
    strictTypes: false,
    // Lists whose last values may be left out.
    strictTuples: false,
    // Errors of options are worded from the schema of the option.
    verbose: hasOptionErrors,
    messages: !hasOptionErrors,
    inlineRefs: !isOptions,
  })
  ajv.addVocabulary(ANNOTATIONS)
  const code = isOptions
    ? optionValidators(ajv, schema as OptionsSchema)
    : standalone.default(ajv, ajv.compile(schema as SchemaObject))
  const validator = `${banner(file)}${code}\n`
  if (validator.includes('require('))
    throw new Error(
      `${file}: its validator needs a run-time import; use a pattern instead of minLength, maxLength or format`,
    )
  const declaration = isOptions
    ? optionDeclarations(banner(file), schema as OptionsSchema)
    : declarationOf(schema.title, name, hasOptionErrors)
  for (const [target, text] of [
    [`${name}.ts`, types],
    ...(isTypesOnly
      ? []
      : ([
          [`${name}.validate.js`, validator],
          [`${name}.validate.d.ts`, declaration],
        ] as const)),
    ...(isOptions
      ? ([
          [`${name}.variables.ts`, banner(file) + variablesModule(schema as OptionsSchema)],
          [`${name}.defaults.ts`, banner(file) + defaultsModule(schema as OptionsSchema)],
        ] as const)
      : []),
  ] as const) {
    const path = join(generated, target)
    if ((await readFile(path, 'utf8').catch(() => '')) === text) continue
    if (check) stale.push(`schemas/generated/${target}`)
    else await writeFile(path, text)
  }
}

/** The two sides of a condition as a union, which the types need; the validator names the errors of one of them only. */
function withUnion({ then: first, else: second, ...schema }: JSONSchema): JSONSchema {
  return first === undefined || second === undefined ? schema : { ...schema, anyOf: [first, second] }
}

/** The type of the validator of a file. */
function declarationOf(title: string, name: string, hasOptionErrors: boolean): string {
  const [type, path] = hasOptionErrors
    ? ['OptionValidator', '../../src/text/option-errors.ts']
    : ['FileValidator', '../validate.ts']
  return [
    `${banner(`${name}.schema.json`)}import type { ${title} } from './${name}.ts'`,
    `import type { ${type} } from '${path}'`,
    `declare const validate: ${type}<${title}>`,
    'export default validate',
    '',
  ].join('\n')
}

if (stale.length > 0) {
  console.error(`Not what the schemas give: ${stale.join(', ')}. Run \`npm run generate\` and commit the result.`)
  process.exitCode = 1
}
