import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Command } from 'commander'
import { aiosProgram } from '../../../src/cli/program.ts'
import { resolveSettings } from '../../../src/settings/resolve.ts'
import { commandParts, commandWords } from '../../../src/text/commands.ts'

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

/** The texts of a source file, as lines: comments are left out, and quotes and line breaks of the code begin lines. */
function textsOf(source: string): string {
  const code = source.split('\n').filter((line) => !/^\s*(?:\*|\/\*\*|\/\/)/.test(line))
  return code
    .join('\n')
    .replaceAll(String.raw`\n`, '\n')
    .replaceAll('\\`', '`')
    .replace(/(?<=[\s([?:,])['`]/g, '\n')
    .replaceAll(/\$\{embeddedSettings\([^}]*\}/g, 'A=1')
    .replaceAll('${run}', 'npx')
    .replaceAll(/\$\{[^{}]*\}/g, 'tiny')
}

function foundIn(source: string): string[] {
  return commandParts(textsOf(source)).flatMap(({ text, isCommand }) =>
    isCommand ? [commandWords(text).join(' ')] : [],
  )
}

function namesOf(command: Command): string[] {
  return command.commands.flatMap((each) => [each.name(), ...namesOf(each)])
}

test('commands in texts end with their own words, so that they work when they are pasted', async () => {
  const names = namesOf(await aiosProgram(() => Promise.resolve(resolveSettings({}, { root: ROOT, env: {} })), 'all'))
  const known = new Set(['aios', ...names, ...ARGUMENTS])
  const files = globSync('{src,reporters,plugin}/**/*.ts', { cwd: ROOT }).filter((file) => !/dashboard\//.test(file))
  const commands = files
    .flatMap((file) => foundIn(readFileSync(join(ROOT, file), 'utf8')))
    .filter((command) => /npx (?:aios|vitest)\b/.test(command))
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

test('commands in texts are in backticks, after a colon or lines of their own, so that they are found', () => {
  const files = globSync('{src,reporters,plugin}/**/*.ts', { cwd: ROOT }).filter((file) => !/dashboard\//.test(file))
  const elsewhere = files.flatMap((file) => {
    const between = commandParts(textsOf(readFileSync(join(ROOT, file), 'utf8'))).filter(({ isCommand }) => !isCommand)
    return between.flatMap(({ text }) =>
      [...text.matchAll(/(?<![\w./-])npx (?:aios|vitest) \w[^\n]*/g)].map(({ 0: command }) => `${file}: ${command}`),
    )
  })
  expect(elsewhere).toEqual([])
})

test.for([
  ['record them: AIOS_RECORD=5 npx vitest run goldens', ['AIOS_RECORD=5 npx vitest run goldens']],
  [
    'start the server or run `npx aios models pull`, then `npx vitest run goldens`',
    ['npx aios models pull', 'npx vitest run goldens'],
  ],
  ['read the objectives: npx aios status. It says more', ['npx aios status']],
  ['-> git log -1 --format=%B | npx aios router explain -', ['git log -1 --format=%B | npx aios router explain -']],
  [
    String.raw`see: npx aios events --log 'it'\''s.ndjson' "a\"b c"; then go`,
    [String.raw`npx aios events --log 'it'\''s.ndjson' "a\"b c"`],
  ],
  ['the server of ollama run by npx aios serve has no log', []],
  ['move it away', []],
] as const)('finds the commands of a text, with their variables: %s', ([text, commands]) => {
  const parts = commandParts(text)
  expect(parts.map((part) => part.text).join('')).toBe(text)
  expect(parts.filter(({ isCommand }) => isCommand).map((part) => part.text)).toEqual(commands)
})

test('commands in texts are run by npx, except in the advice for shells that have aios on their path', () => {
  const files = globSync('{src,reporters,plugin}/**/*.ts', { cwd: ROOT }).filter(
    (file) => !/completion\/|dashboard\//.test(file),
  )
  const bare = files.flatMap((file) => {
    const text = textsOf(readFileSync(join(ROOT, file), 'utf8'))
    return [...text.matchAll(/(?:^ *|: |\| )aios [a-z]+(?: [-<"a-z]|$).*/gm)].map(
      ({ 0: command }) => `${file}: ${command}`,
    )
  })
  expect(bare).toEqual([])
})
