import { spawn } from 'node:child_process'

/** A program that could not be started, or ended with another code than 0. */
export class ProgramError extends Error {
  override name = 'ProgramError'
  /** The program is not installed. */
  readonly absent: boolean

  constructor(message: string, absent: boolean) {
    super(message)
    this.absent = absent
  }
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
  const complaint: string[] = []
  // npm is a script on Windows, which only a shell can start.
  const shell = process.platform === 'win32' && command === 'npm'
  const child = spawn(command, args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    shell,
    signal,
    env: { ...process.env, ...env },
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => complaint.push(text))
  await new Promise<void>((resolve, reject) => {
    child.on('error', (error: NodeJS.ErrnoException) => {
      const absent = error.code === 'ENOENT'
      const message = absent ? `${command} is not installed` : `${command}: ${error.message}`
      reject(signal.aborted ? (signal.reason as Error) : new ProgramError(message, absent))
    })
    child.on('close', (code) => {
      const lines = complaint.join('').trim().split('\n').slice(-LINES_SHOWN).join('\n')
      if (code === 0) resolve()
      else reject(new ProgramError(`${command} ${args.slice(0, 3).join(' ')} ended with code ${code}\n${lines}`, false))
    })
  })
}
