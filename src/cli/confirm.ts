import { createInterface } from 'node:readline/promises'
import { progress } from './progress.ts'

/**
 * Asks a question that is answered with yes or no, no by default. After no, the exit code is 1. Throws where no person
 * can answer, because input or output is not a terminal: `--yes` answers it there.
 */
export async function confirm(question: string, yes: boolean): Promise<boolean> {
  if (yes) return true
  if (!process.stdin.isTTY || !process.stdout.isTTY)
    throw new Error(`${question} Nothing was changed: input is not a terminal\n  confirm with --yes`)
  progress.stop()
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  try {
    const isYes = /^y(es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim())
    if (!isYes) process.exitCode = 1
    return isYes
  } finally {
    terminal.close()
    progress.restart()
  }
}
