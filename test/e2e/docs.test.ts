import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import validateModelConfig from '../../schemas/generated/model-config.validate.js'
import { resolveSettings } from '../../src/settings/resolve.ts'
import { SettingsError } from '../../src/settings/settings-error.ts'
import type { AiosOptions } from '../../src/settings/settings.ts'
import { execute, test } from '../support/project.ts'
import { scriptedModels } from '../support/scripted-models.ts'

const root = join(import.meta.dirname, '..', '..')
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'bench/README.md',
  ...readdirSync(join(root, 'docs')).flatMap((name) => (name.endsWith('.md') ? [`docs/${name}`] : [])),
]
const text = (page: string) => readFileSync(join(root, page), 'utf8')

/** The fenced blocks of a page in one language. */
function blocks(page: string, language: string): string[] {
  return [...text(page).matchAll(/```(\w+)\n([^]*?)```/g)].flatMap(([, found, body = '']) =>
    found === language ? [body] : [],
  )
}

describe('the README', () => {
  test('its snippets make a project that runs', async ({ project, onTestFinished }) => {
    const [config = '', suite = '', matchers = ''] = blocks('README.md', 'ts')
    const [goldens = ''] = blocks('README.md', 'json')
    const server = await scriptedModels(
      ['openhermes-2.5-mistral-7b', 'llama-3.2-1b-instruct-abliterated'],
      () => 'Hello there.',
    )
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

    await project.write({ 'goldens/sample.golden.test.ts': matchers })
    const second = await project.vitest(['run', 'goldens', '-u'], env)
    expect(second.output).toMatch(/3 passed/)
    expect(second.exitCode).toBe(0)
  })

  test('shows what the goldens of this repository print', async () => {
    const args = [join(root, 'scripts/readme-capture.ts'), '--check']
    expect(await execute(root, process.execPath, args, {})).toMatchObject({ exitCode: 0 })
  })
})

describe('every page', () => {
  const scripts = (JSON.parse(text('package.json')) as { scripts: Record<string, string> }).scripts

  test('names only npm scripts and files that are there', () => {
    const named = pages.flatMap((page) =>
      [...text(page).matchAll(/npm run ([\w:-]+)/g)].map(([, name = '']) => `${page}: ${name}`),
    )
    expect(named.filter((entry) => scripts[entry.split(': ')[1] ?? ''] === undefined)).toEqual([])
    const links = pages.flatMap((page) =>
      [...text(page).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, target = '']) => join(root, page, '..', target)),
    )
    expect(links.filter((path) => !existsSync(path))).toEqual([])
  })

  test('names only aios commands that are there', async ({ project }) => {
    const { output } = await project.aios(['--help'])
    const named = new Set(
      pages.flatMap((page) => [...text(page).matchAll(/npx aios (\w+)/g)].map(([, name = '']) => name)),
    )
    expect([...named].filter((name) => !new RegExp(`^ {2}${name}\\b`, 'm').test(output))).toEqual([])
  })
})

describe('docs/settings.md', () => {
  const page = text('docs/settings.md')

  test('lists every option and every variable', () => {
    let message = ''
    try {
      resolveSettings({ nonsense: 1 } as AiosOptions, { root, env: {} })
    } catch (error) {
      if (error instanceof SettingsError) message = error.faults[0] ?? ''
    }
    const options = (/the options are (.*)/.exec(message)?.[1] ?? '').split(', ')
    const documented = new Set([...page.matchAll(/^\|[^|]*\| `([\w.]+)`/gm)].map(([, name = '']) => name.split('.')[0]))
    expect(new Set(options)).toEqual(documented)
    const read = new Set(readFileSync(join(root, 'src/settings/resolve.ts'), 'utf8').match(/\b(AIOS|LM)_[A-Z_]+\b/g))
    expect([...read].filter((name) => !page.includes(`\`${name}\``))).toEqual([])
  })

  test('shows a model file that is valid', () => {
    const [config = ''] = blocks('docs/settings.md', 'json')
    expect(validateModelConfig(JSON.parse(config))).toBe(true)
  })
})
