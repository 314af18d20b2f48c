import { describe, expect, test } from 'vitest'
import { packageManagerOf } from '../../../../src/cli/init/package-manager.ts'
import { NEW_FILES, planProject, type ProjectFacts } from '../../../../src/cli/init/plan.ts'
import type { ModelChoice } from '../../../../src/cli/init/templates.ts'

const MODELS: ModelChoice = { backend: 'live', baseUrl: null, main_model: 'large-7b', embedder: 'small-1b' }
const EMPTY: ProjectFacts = {
  packageJson: null,
  packageManager: packageManagerOf(undefined, []),
  files: new Set(),
  config: null,
  gitignore: null,
  installed: new Set(),
  nodeIsCurrent: true,
  workflow: 'name: quality\n',
}
const planOf = (facts: Partial<ProjectFacts>, models: ModelChoice = MODELS) =>
  planProject({ ...EMPTY, ...facts }, models)
const changeOf = (file: string, facts: Partial<ProjectFacts>, models: ModelChoice = MODELS) =>
  planOf(facts, models).changes.find((change) => change.file === file)
const textOf = (file: string, facts: Partial<ProjectFacts>, models: ModelChoice = MODELS) => {
  const change = changeOf(file, facts, models)
  return change !== undefined && 'text' in change ? change.text : ''
}

test('an empty folder gets everything', () => {
  expect(planOf({}).changes.map(({ kind, file }) => `${kind} ${file}`)).toEqual([
    'create package.json',
    'create vitest.config.ts',
    ...NEW_FILES.map((file) => `create ${file}`),
    'create .gitignore',
  ])
  expect(planOf({ nodeIsCurrent: false }).packages).toEqual([
    'node@24',
    'vitest@^5.1.0',
    'vitest-aios',
    '@vitest/ui@^5.1.0',
  ])
})

test('a project that has everything is kept as it is', () => {
  const plan = planOf({
    packageJson: '{ "scripts": { "goldens": "vitest run goldens --ui" } }',
    files: new Set(NEW_FILES),
    config: { file: 'vitest.config.mts', usesPlugin: true },
    gitignore: '/node_modules\r\n.aios\r\n',
    installed: new Set(['vitest', 'vitest-aios', '@vitest/ui']),
  })
  expect(plan.packages).toEqual([])
  expect(plan.changes.map(({ kind }) => kind)).toEqual(Array.from({ length: 6 }, () => 'keep'))
})

describe('package.json', () => {
  test('keeps its fields, their order, its indent and its last line', () => {
    const text = '{\n\t"name": "app",\n\t"scripts": {\n\t\t"test": "vitest"\n\t},\n\t"license": "MIT"\n}'
    expect(textOf('package.json', { packageJson: text })).toBe(
      '{\n\t"name": "app",\n\t"scripts": {\n\t\t"test": "vitest",\n\t\t"goldens": "vitest run goldens"\n\t},\n\t"license": "MIT"\n}',
    )
  })

  test.each(['{ "name": ', '[]', 'null'])('that is %j is an error that names it', (packageJson) => {
    expect(() => planOf({ packageJson })).toThrow(/^package\.json .* then run `npx aios init` again$/)
  })

  test.each(['"x"', '["x"]', '1'])('rejects the scripts %s', (scripts) => {
    const packageJson = `{ "scripts": ${scripts} }`
    expect(() => planOf({ packageJson })).toThrow('"scripts" in package.json must be an object')
  })
})

test('.gitignore is extended by what it lacks, on a line of its own', () => {
  expect(textOf('.gitignore', { gitignore: 'dist' })).toBe('dist\nnode_modules/\n.aios/\n')
  expect(textOf('.gitignore', { gitignore: 'node_modules\n' })).toBe('node_modules\n.aios/\n')
})

test('a config without the plugin is left to the person, with the text to add', () => {
  expect(changeOf('vite.config.js', { config: { file: 'vite.config.js', usesPlugin: false } })).toMatchObject({
    kind: 'by_hand',
    text: expect.stringContaining("main_model: 'large-7b'") as string,
  })
})

test('the config names backend and address only where they are not the defaults, and quotes what a server sent', () => {
  const config = (models: ModelChoice) => textOf('vitest.config.ts', {}, models)
  expect(config(MODELS)).not.toMatch(/backend|baseUrl/)
  expect(config({ backend: 'embedded', main_model: 'a', embedder: 'b' })).toContain("backend: 'embedded'")
  const hostile = String.raw`it's "a\b"`
  const text = config({ backend: 'live', baseUrl: 'http://host:1/v1', main_model: hostile, embedder: '`x`\n' })
  expect(text).toContain("baseUrl: 'http://host:1/v1'")
  expect(text).toContain(String.raw`main_model: 'it\'s "a\\b"'`)
  expect(text).toContain("embedder: '`x`\\n'")
})

test.each([
  [undefined, [], 'npm'],
  [undefined, ['package.json', 'pnpm-lock.yaml'], 'pnpm'],
  [undefined, ['yarn.lock'], 'yarn'],
  [undefined, ['bun.lock'], 'bun'],
  ['yarn@4.1.0', ['package-lock.json'], 'yarn'],
  ['other@1.0.0', ['package-lock.json'], 'npm'],
])('with packageManager %j and %j, the package manager is %s', (field, files, name) => {
  expect(packageManagerOf(field, files).name).toBe(name)
})
