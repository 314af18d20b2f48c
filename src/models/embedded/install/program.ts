import type { StdioOptions } from 'node:child_process'
import { x } from 'tinyexec'
import { errorCode, errorMessage } from '../../../text/error-message.ts'

/** A program that could not be started, or ended with another code than 0. */
export class ProgramError extends Error {
  override name = 'ProgramError'
}

const LINES_SHOWN = 8

/**
 * Runs a program to its end, with `env` added to this process's environment. Rejects with a {@link ProgramError} that
 * has the last lines that the program wrote to stderr.
 */
export async function runProgram(
  command: string,
  args: readonly string[],
  signal: AbortSignal,
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  signal.throwIfAborted()
  const nodeOptions = { stdio: ['ignore', 'ignore', 'pipe'] as StdioOptions, env }
  const child = x(command, [...args], { signal, nodeOptions, nodePath: false })
  const { exitCode, stderr } = await child.then(undefined, (error: unknown) => {
    const reason = errorCode(error) === 'ENOENT' ? ' is not installed' : `: ${errorMessage(error)}`
    throw new ProgramError(`${command}${reason}`)
  })
  signal.throwIfAborted()
  if (exitCode === 0) return
  const end = child.signalCode === null ? `with code ${exitCode}` : `by ${child.signalCode}`
  const lines = stderr.trim().split('\n').slice(-LINES_SHOWN).join('\n')
  throw new ProgramError(`${command} ${args.slice(0, 3).join(' ')} ended ${end}\n${lines}`)
}
