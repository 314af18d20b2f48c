// Writes docs/reference.md: every option of the package, from its schema, and every `aios` command, as in its
// `--help`; and the tables of docs/settings.md and docs/slo.md. `--check` writes nothing and fails when a page is not up to date.
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Argument, Command, Option } from 'commander'
import { aiosProgram } from '../src/cli/program.ts'
import { groupTables, healthTable, settingsTable } from './options-tables.ts'

const root = join(import.meta.dirname, '..')
const page = join(root, 'docs/reference.md')
const settingsPage = join(root, 'docs/settings.md')
const sloPage = join(root, 'docs/slo.md')

const program = await aiosProgram(() => {
  throw new Error('a reference needs no settings')
}, 'all')

const text = formatted(`# Options and commands

<!-- Generated from schemas/options.schema.json and the commands by \`npm run generate\`. Do not edit. -->

Look up an option, or a command of \`npx aios\`.

## Options

Options of \`aios({ ... })\` in \`vitest.config.ts\`. A variable overrides its option. An invalid value is an error
that names the valid ones. [Settings and files](settings.md) explains them.

${table(settingsTable(''))}

${groupTables()
  .map(({ heading, description, rows }) => `### ${heading}\n\n${description}\n\n${table(rows)}`)
  .join('\n\n')}

## Commands

\`--help\` after each command prints the same. Settings that are not options of a command come from
\`vitest.config.ts\` and the environment. Exit codes are listed under
[Troubleshooting](troubleshooting.md#exit-codes).

${table([
  ['command', 'what it does'],
  ...commandsOf(program).map((command) => [
    `[\`${nameOf(command)}\`](#${nameOf(command).replaceAll(' ', '-')})`,
    command.description(),
  ]),
])}

${commandsOf(program).map(sectionOf).join('\n\n')}
`)

/** The page with another table between `<!-- NAME: ... -->` and `<!-- /NAME -->`. */
function withTable(path: string, name: string, rows: string[][]): string {
  const between = new RegExp(`(<!-- ${name}: [^>]*-->\\n).*?(\\n<!-- /${name} -->)`, 's')
  return formatted(
    readFileSync(path, 'utf8').replace(between, (_, start: string, end: string) => `${start}\n${table(rows)}\n${end}`),
  )
}

for (const [path, content] of [
  [page, text],
  [settingsPage, withTable(settingsPage, 'options', settingsTable('reference.md'))],
  [sloPage, withTable(sloPage, 'health', healthTable())],
] as const) {
  if (!process.argv.includes('--check')) writeFileSync(path, content)
  else if (readFileSync(path, 'utf8') !== content) {
    console.error(`docs/${basename(path)} is not up to date. Run \`npm run generate\` and commit the result.`)
    process.exitCode = 1
  }
}

/** A command's subcommands, recursively. Commands that only group others are left out. */
function commandsOf(parent: Command): Command[] {
  return parent.commands.flatMap((command) => [
    ...(command.commands.length === 0 || command.registeredArguments.length > 0 ? [command] : []),
    ...commandsOf(command),
  ])
}

function nameOf(command: Command): string {
  return command.parent === null ? command.name() : `${nameOf(command.parent)} ${command.name()}`
}

function sectionOf(command: Command): string {
  const isGroup = command.commands.length > 0
  const usage = isGroup ? `${nameOf(command)} [options]` : `${nameOf(command)} ${command.usage()}`
  return [
    `## ${nameOf(command)}`,
    sentence(command.description()),
    `\`\`\`sh\nnpx ${usage.replace('[options] [command]', '[options]')}\n\`\`\``,
    table([
      ['argument or option', 'meaning', 'default'],
      ...(isGroup ? [] : command.registeredArguments.map(argumentRow)),
      ...command.options.map(optionRow),
    ]),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

function argumentRow(argument: Argument): string[] {
  return [`\`${argument.name()}${argument.variadic ? '...' : ''}\``, argument.description, defaultOf(argument)]
}

function optionRow(option: Option): string[] {
  const choices =
    option.argChoices === undefined ? '' : `: ${option.argChoices.map((each) => `\`${each}\``).join(', ')}`
  const variable = option.envVar === undefined ? '' : `; else \`${option.envVar}\``
  return [`\`${option.flags}\``, `${option.description}${choices}${variable}`, defaultOf(option)]
}

function defaultOf({ defaultValue, defaultValueDescription }: Argument | Option): string {
  const value: unknown = defaultValueDescription ?? defaultValue
  return typeof value === 'string' || typeof value === 'number' ? `\`${value}\`` : ''
}

function sentence(description: string): string {
  return `${description.charAt(0).toUpperCase()}${description.slice(1)}.`
}

function table([head = [], ...rows]: string[][]): string {
  if (rows.length === 0) return ''
  const line = (cells: string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

/** Formats a page like `npm run format`. */
function formatted(markdown: string): string {
  const oxfmt = join(root, 'node_modules/oxfmt/bin/oxfmt')
  return execFileSync(process.execPath, [oxfmt, '--stdin-filepath', page], {
    cwd: root,
    input: markdown,
    encoding: 'utf8',
  })
}
