import type { Command } from 'commander'
import { reflowed } from '../text/wrapped.ts'
import { expandHome } from '../settings/home-path.ts'
import { progress } from './progress.ts'
import { terminalWidth } from '../text/terminal-width.ts'

/** Gives a command and all below it what every command has: help and errors that fit the terminal, and progress. */
export function applyConventions(program: Command): void {
  program.hook('preAction', (_program, command) => {
    expandPaths(command)
    progress.start(pathOf(command))
  })
  for (const command of withSubcommands(program)) {
    command.configureOutput({
      getOutHelpWidth: () => helpWidth(process.stdout),
      getErrHelpWidth: () => helpWidth(process.stderr),
      writeErr: (text) => process.stderr.write(reflowed(text, terminalWidth(process.stderr))),
      writeOut: (text) => process.stdout.write(reflowed(text, terminalWidth())),
    })
    const subject = command.commands.length > 0 ? 'its commands and options' : 'its options'
    // Help and wrong calls throw, so that the process can end when it has printed everything.
    command.exitOverride()
    command.showHelpAfterError(`Run \`npx ${pathOf(command)} --help\` to see ${subject}.`)
  }
}

function withSubcommands(command: Command): Command[] {
  return [command, ...command.commands.flatMap(withSubcommands)]
}

/** `aios router explain`. */
function pathOf(command: Command): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`
}

/** Help has two columns, which need a width everywhere. */
function helpWidth(stream: NodeJS.WriteStream): number {
  const width = terminalWidth(stream)
  return width === Infinity ? 80 : width
}

/** Options that take a path, by their flags, and arguments that do, by their names. */
const PATH_FLAGS = /<(?:file|path|folder)(?:\.\.\.)?>/
const PATH_ARGUMENTS: readonly string[] = ['file', 'files', 'logs', 'copy', 'before', 'after']

/** Replaces `~` in the paths of the command line, which shells leave in quotes and in `--log=~/file`. */
function expandPaths(command: Command): void {
  for (const option of command.options.filter(({ flags }) => PATH_FLAGS.test(flags))) {
    const name = option.attributeName()
    command.setOptionValue(name, expanded(command.getOptionValue(name)))
  }
  command.processedArgs = command.processedArgs.map((value: unknown, index) =>
    PATH_ARGUMENTS.includes(command.registeredArguments[index]?.name() ?? '') ? expanded(value) : value,
  )
}

function expanded(value: unknown): unknown {
  if (typeof value === 'string') return expandHome(value)
  return Array.isArray(value) ? value.map(expanded) : value
}
