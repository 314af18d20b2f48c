import type { Command } from 'commander'

/** What can follow a command: subcommands, values of its argument, and options. */
export interface CommandNode {
  /** `aios router explain`. */
  path: string
  subcommands: { name: string; description: string }[]
  /** Values of its arguments, where they are a fixed list. */
  values: readonly string[]
  options: { flag: string; description: string; values: readonly string[] }[]
}

/** A command with its subcommands, the outermost first. */
export function commandTree(command: Command, above = ''): CommandNode[] {
  const path = `${above} ${command.name()}`.trim()
  const help = command.createHelp()
  const node: CommandNode = {
    path,
    subcommands: help.visibleCommands(command).map((each) => ({ name: each.name(), description: each.description() })),
    values: command.registeredArguments.flatMap(({ argChoices = [] }) => argChoices),
    options: help.visibleOptions(command).flatMap(({ long, description, argChoices = [] }) => {
      return long === undefined || long === null ? [] : [{ flag: long, description, values: argChoices }]
    }),
  }
  return [node, ...command.commands.flatMap((each) => commandTree(each, path))]
}
