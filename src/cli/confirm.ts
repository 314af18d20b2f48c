import { createInterface } from 'node:readline/promises'

/**
 * Asks a question that is answered with yes or no, no by default. Throws where no person can answer, because input or
 * output is not a terminal: `--yes` answers it there.
 */
export async function confirm(question: string, yes: boolean): Promise<boolean> {
  if (yes) return true
  if (!process.stdin.isTTY || !process.stdout.isTTY)
    throw new Error(`${question} Nothing was changed: input is not a terminal\n  confirm with --yes`)
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim())
  } finally {
    terminal.close()
  }
}
