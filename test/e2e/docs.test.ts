import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import type { ProvenanceEvent } from '../../schemas/generated/provenance.ts'
import validateModelConfig from '../../schemas/generated/model-config.validate.js'
import { VARIABLES } from '../../schemas/generated/options.variables.ts'
import * as evidence from '../../src/evidence.ts'
import { resolveSettings } from '../../src/settings/resolve.ts'
import { SettingsError } from '../../src/settings/settings-error.ts'
import type { AiosOptions } from '../../src/settings/settings.ts'
import { blocksIn, commandsOf, readPage } from '../support/page.ts'
import { execute, test } from '../support/project.ts'
import { scriptedModels } from '../support/scripted-models.ts'

const root = join(import.meta.dirname, '..', '..')
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'bench/README.md',
  ...readdirSync(join(root, 'docs')).flatMap((name) => (name.endsWith('.md') ? [`docs/${name}`] : [])),
]
/** The models of the snippets. */
const MODELS = ['openhermes-2.5-mistral-7b', 'llama-3.2-1b-instruct-abliterated'] as const

/** What the snippets without imports stand in. */
const CONTEXT = `import { aios } from 'vitest-aios/plugin'
import type { createRouter, Decision } from 'vitest-aios/router'
declare const router: Awaited<ReturnType<typeof createRouter>>
declare const decision: Decision
`

describe('the README', { timeout: 180_000 }, () => {
  test('its snippets make a project that runs', async ({ project, onTestFinished }) => {
    const [config = '', suite = '', matchers = '', extended = ''] = blocksIn(readPage('README.md'), 'ts')
    const [goldens = ''] = blocksIn(readPage('README.md'), 'json')
    const server = await scriptedModels(MODELS, () => 'Hello there.')
    onTestFinished(() => server.close())
    await project.write({
      'vitest.config.ts': config,
      'goldens/sample_set.json': goldens,
      'goldens/sample.golden.test.ts': suite,
    })
    const env = { AIOS_BASE_URL: server.url, AIOS_BACKEND: 'live' }
    const first = await project.vitest(['run', 'goldens'], env)
    expect(first.output).toMatch(/sample set {2}2\/2 pass[^]*status {5}PASS[^]*recorded {3}goldens\/baseline\.json/)
    expect(first.exitCode).toBe(0)

    await project.write({ 'goldens/sample.golden.test.ts': matchers, 'goldens/greeting.golden.test.ts': extended })
    const second = await project.vitest(['run', 'goldens', '-u'], env)
    expect(second.output).toMatch(/4 passed/)
    expect(second.exitCode).toBe(0)

    const [readLog = ''] = blocksIn(readPage('docs/settings.md'), 'sh')
    const script = readLog.replaceAll('npx aios', `'${process.execPath}' '${join(root, 'dist/cli.js')}'`)
    expect(await execute(project.dir, 'sh', ['-ec', script], {})).toMatchObject({ exitCode: 0 })
    const events = readFileSync(join(project.dir, 'events.ndjson'), 'utf8').trim().split('\n')
    const [reply] = events.map((line) => JSON.parse(line) as ProvenanceEvent)
    expect(reply).toMatchObject({ event_type: 'response', reply: 'Hello there.', repeat: 0, finish: 'stop' })
    expect(readFileSync(join(project.dir, 'replies.csv'), 'utf8')).toContain('Hello there.')
  })

  test('shows what the goldens of this repository print', async () => {
    const args = [join(root, 'scripts/readme-capture.ts'), '--check']
    expect(await execute(root, process.execPath, args, {})).toMatchObject({ exitCode: 0 })
  })
})

describe('docs/getting-started.md', { timeout: 180_000 }, () => {
  const page = readPage('docs/getting-started.md')

  test('leads to a green run, then to one that compares', async ({ project, onTestFinished }) => {
    const [config = '', suite = ''] = blocksIn(page, 'ts')
    const [goldens = ''] = blocksIn(page, 'json')
    const reply = (question: string) => (question.includes('apples') ? 'He has 7 left.' : 'Thank you from Paris.')
    const server = await scriptedModels(MODELS, reply)
    onTestFinished(() => server.close())
    await project.write({
      'vitest.config.ts': config,
      'goldens/first_set.json': goldens,
      'goldens/first.golden.test.ts': suite,
    })
    const printed: string[] = []
    for (const { command } of commandsOf(page)) {
      const [tool, name, ...args] = command.split(' ')
      if (tool !== 'npx' || name === undefined || command === 'npx aios models pull') continue
      const env = { AIOS_BASE_URL: server.url }
      const { exitCode, output } = await (name === 'aios' ? project.aios(args, env) : project.vitest(args, env))
      expect(exitCode, `${command}\n${output}`).toBe(0)
      printed.push(output)
    }
    expect(printed[1]).toMatch(/first set {2}3\/3 pass\n[^]*baseline is being recorded[^]*PASS[^]*recorded {3}goldens/)
    expect(printed[2]).toMatch(/baseline {3}typical latency [^]*PASS/)
    expect(printed[3]).toMatch(/baseline is being recorded/)
  })
})

describe('docs/evidence.md', { timeout: 60_000 }, () => {
  const page = readPage('docs/evidence.md')

  test('shows what its snippets of vitest-aios/evidence print', async ({ project }) => {
    const snippets = blocksIn(page, 'ts').filter((body) => body.includes("from 'vitest-aios/evidence'"))
    const outputs = blocksIn(page, 'text').slice(-snippets.length)
    expect(snippets).toHaveLength(3)
    for (const [index, snippet] of snippets.entries()) {
      await project.write({ [`snippet${index}.ts`]: snippet })
      const node = ['--disable-warning=ExperimentalWarning', `snippet${index}.ts`]
      expect((await execute(project.dir, process.execPath, node)).output).toBe(outputs[index])
    }
  })

  test('uses every function of vitest-aios/evidence', () => {
    expect(Object.keys(evidence).filter((name) => !page.includes(`${name}(`))).toEqual([])
  })
})

describe('every page', { timeout: 180_000 }, () => {
  test('has TypeScript that compiles', async ({ project }) => {
    const modules = pages.flatMap((page) =>
      blocksIn(readPage(page), 'ts').map((body, index): [string, string] => {
        return [`${page.replaceAll('/', '_')}.${index}.ts`, /^import /m.test(body) ? body : CONTEXT + body]
      }),
    )
    expect(modules.length).toBeGreaterThan(10)
    const compilerOptions = {
      module: 'nodenext',
      target: 'ES2023',
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      types: [],
    }
    const tsconfig = JSON.stringify({ compilerOptions, include: ['*.ts'] })
    await project.write({ ...Object.fromEntries(modules), 'tsconfig.json': tsconfig })
    expect(await execute(project.dir, join(root, 'node_modules/.bin/tsc'), [])).toMatchObject({
      output: '',
      exitCode: 0,
    })
  })

  test('gives aios commands only options that they have', () => {
    const sections = readPage('docs/reference.md').split(/^## /m)
    const sectionOf = (words: string) =>
      sections
        .filter((section) => `${words} `.startsWith(`${section.split('\n', 1)[0] ?? ''} `))
        .reduce((longest, section) => (section.indexOf('\n') > longest.indexOf('\n') ? section : longest), '')
    const wrong = pages.flatMap((page) =>
      Array.from(readPage(page).matchAll(/npx (aios [a-z][^`\n|]*)/g), ([, line = '']) => line)
        .filter((line) => {
          const section = sectionOf(line)
          const options = [...section.matchAll(/^\| `(--[^`]*)`/gm)].flatMap(
            ([, names = '']) => names.match(/--[\w-]+/g) ?? [],
          )
          return [...line.matchAll(/ (--[\w-]+)/g)].some(([, option = '']) => !options.includes(option))
        })
        .map((line) => `${page}: ${line}`),
    )
    expect(wrong).toEqual([])
  })

  const scripts = (JSON.parse(readPage('package.json')) as { scripts: Record<string, string> }).scripts

  test('names only npm scripts that exist', () => {
    const named = pages.flatMap((page) =>
      [...readPage(page).matchAll(/npm run ([\w:-]+)/g)].map(([, name = '']) => `${page}: ${name}`),
    )
    expect(named.filter((entry) => scripts[entry.split(': ')[1] ?? ''] === undefined)).toEqual([])
  })

  test('names only aios commands that exist', async ({ project }) => {
    const { output } = await project.aios(['--help'])
    const named = new Set(
      pages.flatMap((page) => [...readPage(page).matchAll(/npx aios (\w+)/g)].map(([, name = '']) => name)),
    )
    expect([...named].filter((name) => !new RegExp(`^ {2}${name}\\b`, 'm').test(output))).toEqual([])
  })
})

describe('docs/settings.md', () => {
  const page = readPage('docs/settings.md')

  test('lists every option and every variable', () => {
    let message = ''
    try {
      resolveSettings({ nonsense: 1 } as AiosOptions, { root, env: {} })
    } catch (error) {
      if (error instanceof SettingsError) message = error.problems[0] ?? ''
    }
    const options = (/Options: (.*)/.exec(message)?.[1] ?? '').split(', ')
    const [, table = ''] = /<!-- options: (.*?)<!-- \/options -->/s.exec(page) ?? []
    const documented = new Set([...table.matchAll(/^\| `([\w.]+)`/gm)].map(([, name = '']) => name.split('.')[0]))
    expect(new Set(options)).toEqual(documented)
    const read = VARIABLES.flatMap(({ names }) => names)
    expect(read.filter((name) => !page.includes(`\`${name}\``))).toEqual([])
  })

  test('shows a model file that is valid', () => {
    const [config = ''] = blocksIn(page, 'json')
    expect(validateModelConfig(JSON.parse(config))).toBe(true)
  })
})
