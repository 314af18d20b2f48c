import { Argument, Command } from 'commander'
import type { ShellName } from './scripts.ts'

const SHELLS: readonly ShellName[] = ['bash', 'zsh', 'fish', 'powershell']

/**
 * `aios completion`: prints a script with which a shell completes commands, options and their values. Shells complete the
 * command `aios` only where it is on their path, so these examples are without `npx`.
 */
export function completionCommand(): Command {
  return new Command('completion')
    .addArgument(new Argument('<shell>', 'your shell').choices(SHELLS))
    .addHelpText(
      'after',
      `
Examples:
  source <(aios completion bash)                         # in ~/.bashrc
  source <(aios completion zsh)                          # in ~/.zshrc, after compinit
  aios completion fish > ~/.config/fish/completions/aios.fish
  aios completion powershell | Out-String | Invoke-Expression   # in $PROFILE`,
    )
    .action(async (shell: ShellName, _options: object, command: Command) => {
      const { completionScript } = await import('./scripts.ts')
      const { commandTree } = await import('./command-tree.ts')
      const root = command.parent ?? command
      process.stdout.write(completionScript(shell, commandTree(root)))
    })
}
