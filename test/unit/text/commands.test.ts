import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Command } from 'commander'
import { aiosProgram } from '../../../src/cli/program.ts'
import { resolveSettings } from '../../../src/settings/resolve.ts'
import { commandParts, commandWords, gluedCommands, isGlued } from '../../../src/text/commands.ts'

const ROOT = join(import.meta.dirname, '../../..')

/** Words that commands take beside their own names and options. */
const ARGUMENTS = [
  'run',
  'goldens',
  'hypotheses',
  'list',
  'comparisons',
  'engine',
  'models',
  'tiny',
  'greeting_1',
  'unmeasured',
]

/** The commands in the texts of a source file, without those of `npm` and of other programs. */
function commandsIn(source: string): string[] {
  const code = source.split('\n').filter((line) => !/^\s*(?:\*|\/\*\*|\/\/)/.test(line))
  return code
    .flatMap((line) => gluedCommands(line.replaceAll(String.raw`\n`, ' \n')).split(/[ \n]/))
    .filter(isGlued)
    .map((word) => commandWords(word).join(' '))
    .filter((command) => /npx (?:aios|vitest)\b/.test(command))
}

function namesOf(command: Command): string[] {
  return command.commands.flatMap((each) => [each.name(), ...namesOf(each)])
}

test('commands in texts end with their own words, so that they work when they are pasted', async () => {
  const names = namesOf(await aiosProgram(() => Promise.resolve(resolveSettings({}, { root: ROOT, env: {} })), 'all'))
  const known = new Set(['aios', ...names, ...ARGUMENTS])
  const files = globSync('{src,reporters,plugin}/**/*.ts', { cwd: ROOT }).filter((file) => !/dashboard\//.test(file))
  const commands = files.flatMap((file) => commandsIn(readFileSync(join(ROOT, file), 'utf8')))
  expect(commands.length).toBeGreaterThan(100)
  const strange = commands.filter((command) => {
    const words = command
      .slice(command.indexOf('npx '))
      .replace(/"[^"]*"/g, '""')
      .split(' ')
      .slice(2)
    return words.some((word, index) => {
      const isValue = words[index - 1]?.startsWith('-') ?? false
      return !isValue && /^[a-z_]+$/.test(word) && !known.has(word)
    })
  })
  expect(strange).toEqual([])
})

test.for([
  ['record them: AIOS_RECORD=5 npx vitest run goldens', ['AIOS_RECORD=5 npx vitest run goldens']],
  [
    'start the server or run npx aios models pull, then npx vitest run goldens',
    ['npx aios models pull', 'npx vitest run goldens'],
  ],
  ['(npx aios status) tells', ['npx aios status']],
  ['move it away', []],
] as const)('finds the commands of a text, with their variables: %s', ([text, commands]) => {
  const parts = commandParts(text)
  expect(parts.map((part) => part.text).join('')).toBe(text)
  expect(parts.filter(({ isCommand }) => isCommand).map((part) => part.text)).toEqual(commands)
})
