import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { errorCode } from '../../src/text/error-message.ts'

/**
 * Whether this process is the one of several that makes what the file stands for: the first that asks. The file contains
 * its process id. Throws if that process has ended without `endTurn`.
 */
export function takeTurn(file: string): boolean {
  const own = `${file}-${process.pid}`
  writeFileSync(own, String(process.pid))
  try {
    // A link appears with its content; a file that is written is empty at first.
    linkSync(own, file)
    return true
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error
    assertAlive(file)
    return false
  } finally {
    rmSync(own)
  }
}

/** Lets other processes take the turn. */
export function endTurn(file: string): void {
  rmSync(file)
}

function assertAlive(file: string): void {
  try {
    process.kill(Number(readFileSync(file, 'utf8')), 0)
  } catch (error) {
    // ENOENT: it ended its turn in the meantime.
    if (errorCode(error) === 'ENOENT') return
    throw new Error(`the process that had the turn ended before it was done: ${file}`, { cause: error })
  }
}
