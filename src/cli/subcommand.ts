import type { Command } from 'commander'
import { nearest } from '../text/nearest.ts'

/**
 * Ends the process with an error for a word that is not a subcommand, with the one that was probably meant. `alone` says
 * what the command does without a subcommand.
 */
export function refuseUnknownSubcommand(command: Command, word: string, alone: string): never {
  const names = command.commands.map((each) => each.name())
  const meant = nearest(word, names)
  const hint = meant === null ? `commands: ${names.join(', ')}` : `did you mean ${meant}?`
  return command.error(
    `error: unknown command '${word}' (${hint})\n  without a command, aios ${command.name()} ${alone}`,
  )
}
