// Writes a TypeScript type and a standalone validator for every schemas/*.schema.json.
// `--check` writes nothing and fails when a generated file is not what its schema gives.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Ajv2020, type SchemaObject } from 'ajv/dist/2020.js'
import standalone from 'ajv/dist/standalone/index.js'
import { compile } from 'json-schema-to-typescript'
import type { JSONSchema } from 'json-schema-to-typescript'

const schemas = join(import.meta.dirname, '..', 'schemas')
const generated = join(schemas, 'generated')
const check = process.argv.includes('--check')
const banner = (file: string) => `// Generated from schemas/${file} by \`npm run generate\`. Do not edit.\n`

await mkdir(generated, { recursive: true })
const stale: string[] = []
for (const file of (await readdir(schemas)).filter((name) => name.endsWith('.schema.json')).sort()) {
  const name = basename(file, '.schema.json')
  const schema = JSON.parse(await readFile(join(schemas, file), 'utf8')) as JSONSchema & { title: string }
  const types = await compile(structuredClone(schema), schema.title, {
    additionalProperties: false,
    bannerComment: banner(file),
    style: { semi: false, singleQuote: true, printWidth: 120 },
    unreachableDefinitions: true,
  })
  // Schemas keep to keywords whose code needs no run-time import, so that the validators depend on nothing.
  const ajv = new Ajv2020({
    code: { source: true, esm: true },
    allErrors: true,
    allowUnionTypes: true,
    strictTypes: false,
  })
  const validator = banner(file) + standalone.default(ajv, ajv.compile(schema as SchemaObject)) + '\n'
  if (validator.includes('require('))
    throw new Error(
      `${file}: its validator needs a run-time import; use a pattern instead of minLength, maxLength or format`,
    )
  const declaration = `${banner(file)}import type { ${schema.title} } from './${name}.ts'\nimport type { SchemaError } from '../validate.ts'\ndeclare const validate: { (data: unknown): data is ${schema.title}; errors?: SchemaError[] | null }\nexport default validate\n`
  for (const [target, text] of [
    [`${name}.ts`, types],
    [`${name}.validate.js`, validator],
    [`${name}.validate.d.ts`, declaration],
  ] as const) {
    const path = join(generated, target)
    if ((await readFile(path, 'utf8').catch(() => '')) === text) continue
    if (check) stale.push(`schemas/generated/${target}`)
    else await writeFile(path, text)
  }
}
if (stale.length > 0) {
  console.error(`Not what the schemas give: ${stale.join(', ')}. Run \`npm run generate\` and commit the result.`)
  process.exitCode = 1
}
