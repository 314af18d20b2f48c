import { spawnSync } from 'node:child_process'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../support/folder.ts'

const repository = join(import.meta.dirname, '../../..')
const program = join(repository, 'test/fixtures/load-configs.ts')

const PLUGIN = "import { aios } from 'vitest-aios/plugin'"
const DEFINE = "import { defineConfig } from 'vitest/config'"
const OPTIONS = "{ models: { main_model: 'written' } }"
const MODULE = { 'package.json': '{ "type": "module" }' }

interface Form {
  files: Record<string, string>
  /** Whether Node can evaluate it without Vite. */
  byNode: boolean
}

const FORMS: Readonly<Record<string, Form>> = {
  'an object in TypeScript': typescript(
    `${DEFINE}\n${PLUGIN}\nconst plugins: unknown[] = [[false, [aios(${OPTIONS})]]]\nexport default defineConfig({ plugins } as object)`,
    true,
  ),
  'without a function of Vite': typescript(`${PLUGIN}\nexport default { plugins: [aios(${OPTIONS})] }`, true),
  'a function of the mode': typescript(
    `import { defineConfig } from 'vite'\n${PLUGIN}\nexport default defineConfig(async ({ mode, command }) => ({ plugins: mode === 'test' && command === 'serve' ? [aios(${OPTIONS})] : [] }))`,
    true,
  ),
  JavaScript: {
    files: { ...MODULE, 'vitest.config.js': `${PLUGIN}\nexport default { plugins: [aios(${OPTIONS})] }` },
    byNode: true,
  },
  'an .mts file in a package of CommonJS': {
    files: { 'package.json': '{}', 'vitest.config.mts': `${PLUGIN}\nexport default { plugins: [aios(${OPTIONS})] }` },
    byNode: true,
  },
  'a module in a package of CommonJS': {
    files: { 'package.json': '{}', 'vitest.config.ts': `${PLUGIN}\nexport default { plugins: [aios(${OPTIONS})] }` },
    byNode: false,
  },
  'another file by its name': typescript(
    `${PLUGIN}\nimport { options } from './options.ts'\nexport default { plugins: [aios(options)] }`,
    true,
    { 'options.ts': `export const options: object = ${OPTIONS}` },
  ),
  'another file without its ending': typescript(
    `${PLUGIN}\nimport { options } from './options'\nexport default { plugins: [aios(options)] }`,
    false,
    { 'options.ts': `export const options: object = ${OPTIONS}` },
  ),
  'a JSON file': typescript(
    `${PLUGIN}\nimport options from './options.json'\nexport default { plugins: [aios(options)] }`,
    false,
    { 'options.json': '{ "models": { "main_model": "written" } }' },
  ),
  'more of Vite': typescript(
    `import { defineConfig, mergeConfig } from 'vitest/config'\n${PLUGIN}\nexport default mergeConfig(defineConfig({}), { plugins: [aios(${OPTIONS})] })`,
    false,
  ),
  'an enum': typescript(
    `${PLUGIN}\nenum Model { main = 'written' }\nexport default { plugins: [aios({ models: { main_model: Model.main } })] }`,
    false,
  ),
  'the folder by its name in CommonJS': typescript(
    `${PLUGIN}\nimport { basename } from 'node:path'\nexport default { plugins: [aios({ models: { main_model: basename(__dirname).slice(0, 0) + 'written' } })] }`,
    false,
  ),
}

test('Node or Vite evaluates a config, with the same result', () => {
  const folders = Object.values(FORMS).map(({ files }) => projectWith(files))
  expect(loaded(folders)).toEqual(Object.values(FORMS).map(({ byNode }) => ({ model: 'written', byNode })))
})

test('an error of the config is that of Vite', () => {
  const folder = projectWith({ ...MODULE, 'vitest.config.ts': 'throw new Error("a mistake")' })
  const [{ model, byNode } = { model: '', byNode: true }] = loaded([folder])
  expect(model).toContain(`cannot read ${join(folder, 'vitest.config.ts')}: a mistake`)
  expect(byNode).toBe(false)
})

function typescript(config: string, byNode: boolean, files: Record<string, string> = {}): Form {
  return { files: { ...MODULE, 'vitest.config.ts': config, ...files }, byNode }
}

function projectWith(files: Record<string, string>): string {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'node_modules'))
  for (const name of ['vite', 'vitest'])
    symlinkSync(join(repository, 'node_modules', name), join(folder, 'node_modules', name))
  symlinkSync(repository, join(folder, 'node_modules/vitest-aios'))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return folder
}

function loaded(folders: readonly string[]): { model: string; byNode: boolean }[] {
  const { stdout, stderr } = spawnSync(process.execPath, ['--conditions=vitest-aios:source', program, ...folders], {
    encoding: 'utf8',
  })
  expect(stderr).toBe('')
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { model: string; byNode: boolean })
}
