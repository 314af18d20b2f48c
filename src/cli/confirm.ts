import { createInterface } from 'node:readline'
import { Interrupted } from './interrupted.ts'
import { progress } from './progress.ts'

/**
 * Asks a question that is answered with yes or no, no by default. After no, the exit code is 1. Throws where no person
 * can answer, because input or output is not a terminal: `--yes` answers it there. Throws `Interrupted` after Ctrl-C.
 */
export async function confirm(question: string, yes: boolean): Promise<boolean> {
  if (yes) return true
  if (!process.stdin.isTTY || !process.stdout.isTTY)
    throw new Error(
      `cannot ask "${question}", because input or output is not a terminal; nothing was changed\n  confirm with --yes`,
    )
  progress.stop()
  const isYes = /^y(es)?$/i.test((await answerTo(`${question} [y/N] `)).trim())
  if (!isYes) process.exitCode = 1
  progress.restart()
  return isYes
}

/** The answer to a question; empty where the input ends, as with Ctrl-D. */
function answerTo(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  return new Promise((resolve, reject) => {
    let answer: string | null = null
    let isInterrupted = false
    terminal.once('close', () => {
      // The cursor is still behind the question.
      if (answer === null) process.stdout.write('\n')
      if (isInterrupted) reject(new Interrupted())
      else resolve(answer ?? '')
    })
    terminal.once('SIGINT', () => {
      isInterrupted = true
      terminal.close()
    })
    terminal.question(question, (given) => {
      answer = given
      terminal.close()
    })
  })
}
