import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { documentedCommands } from '../support/commands.ts'
import { readPage } from '../support/page.ts'
import { test as base } from '../support/aios-in-turn.ts'
import { execute, type Execution } from '../support/project.ts'

const cli = join(import.meta.dirname, '../../dist/cli.js')

/** Commands that need no settings, so that wrong ones do not stop them. */
const WITHOUT_SETTINGS = ['completion', 'events merge', 'init', 'router simulate']

/** Arguments that a command cannot do without. */
const REQUIRED: Readonly<Record<string, string[]>> = {
  ask: ['Hello'],
  completion: ['bash'],
  'events forget': ['--conversation', 'c'],
  'events merge': ['.aios', '--out', 'merged.ndjson'],
  'goldens add': ['--from', 'm', '--to', 'goldens/a.json'],
  'router explain': ['Hello'],
}

const commands = documentedCommands().map(({ name }) => name)

/** What each command that needs settings prints for wrong ones. */
const test = base.extend('wrongSettings', { scope: 'file' }, async ({ newProject }) => {
  const names = commands.filter((name) => !WITHOUT_SETTINGS.includes(name))
  const env = { AIOS_BACKEND: 'lvie' }
  const project = await newProject()
  const printed = new Map<string, Execution>()
  for (const name of names) printed.set(name, await project.aios([...name.split(' '), ...(REQUIRED[name] ?? [])], env))
  return printed
})

/** The rows of the table in the docs: what a command's exit codes mean. */
function documented(): Map<string, string[]> {
  const [, table = ''] = /\n## Exit codes\n([^]*?)(?:\n## |$)/.exec(readPage('docs/troubleshooting.md')) ?? []
  const rows = table.split('\n').filter((line) => line.startsWith('| `aios '))
  return new Map(
    rows.flatMap((row) => {
      const [names = '', ...meanings] = row.split('|').slice(1, -1)
      return Array.from(names.matchAll(/`aios ([^`]+)`/g), ([, name = '']): [string, string[]] => [
        name,
        meanings.map((meaning) => meaning.trim()),
      ])
    }),
  )
}

test('has a row for every command in the docs, and 2 for aios slo alone', () => {
  const table = documented()
  expect([...table.keys()].toSorted()).toEqual(commands.toSorted())
  for (const [name, meanings] of table) {
    expect(meanings, name).toHaveLength(3)
    expect(meanings[2] === '-', name).toBe(name !== 'slo')
  }
})

describe.each(commands)('aios %s', (name) => {
  test('exits with 1 for a wrong call, without a stack trace', async ({ project }) => {
    const args = [...name.split(' '), ...(REQUIRED[name] ?? []), '--no-such-option']
    const wrong = await execute(project.dir, process.execPath, [cli, ...args])
    expect(wrong.exitCode).toBe(1)
    expect(wrong.output).toContain("unknown option '--no-such-option'")
    expect(wrong.output).toContain(`Run \`npx aios ${name} --help\``)
    expect(wrong.output).not.toMatch(/^ {4}at /m)
    expect(wrong.stdout).toBe('')
  })

  if (!WITHOUT_SETTINGS.includes(name))
    test('exits with 1 for settings that are wrong, and names them', ({ wrongSettings }) => {
      const { exitCode, stdout, stderr } = wrongSettings.get(name) ?? expect.fail('was not called')
      expect(exitCode).toBe(1)
      expect(stderr).toContain('AIOS_BACKEND must be one of')
      expect(stderr).not.toMatch(/^ {4}at /m)
      expect(stdout).toBe('')
    })
})
