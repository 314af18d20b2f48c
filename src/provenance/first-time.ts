import { closeSync, openSync, readSync } from 'node:fs'
import { timeOf } from '../clock.ts'

/** Far longer than what stands before the time of an event. */
const HEAD = 4_096

/** The time of the first event of a file that tells one, in ms since the epoch; null: none in its first 4 KB. */
export function firstTime(path: string): number | null {
  const head = Buffer.alloc(HEAD)
  const file = openSync(path, 'r')
  try {
    const length = readSync(file, head, 0, HEAD, 0)
    const [, text] = /"ts"\s*:\s*"([^"]+)"/.exec(head.toString('utf8', 0, length)) ?? []
    const time = text === undefined ? NaN : timeOf(text)
    return Number.isNaN(time) ? null : time
  } finally {
    closeSync(file)
  }
}
