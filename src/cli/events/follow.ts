import { closeSync, existsSync, fstatSync, openSync, readSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { CURRENT_LOG } from '../../provenance/log-files.ts'

const POLL_MS = 250
const CHUNK = 65_536
const NEWLINE = 0x0a

/**
 * The complete lines that are appended to the log of a folder from now on, until `signal` aborts. A log that is rotated
 * is read to its end first; a log that is not there yet is waited for.
 */
export async function* followLog(dir: string, signal: AbortSignal): AsyncGenerator<string> {
  const path = join(dir, CURRENT_LOG)
  let file = existsSync(path) ? openSync(path, 'r') : null
  let position = file === null ? 0 : fstatSync(file).size
  let open = Buffer.alloc(0)
  try {
    while (!signal.aborted) {
      file ??= existsSync(path) ? openSync(path, 'r') : null
      const isRotated = file !== null && !isAt(file, path)
      if (file !== null) {
        // It was emptied in place; what is there now is new.
        if (fstatSync(file).size < position) {
          position = 0
          open = Buffer.alloc(0)
        }
        for (let read = chunkAt(file, position); read.length > 0; read = chunkAt(file, position)) {
          position += read.length
          open = Buffer.concat([open, read])
          const end = open.lastIndexOf(NEWLINE)
          if (end === -1) continue
          const lines = open.toString('utf8', 0, end).split('\n')
          open = open.subarray(end + 1)
          yield* lines
        }
      }
      if (isRotated && file !== null) {
        closeSync(file)
        file = null
        position = 0
        open = Buffer.alloc(0)
        continue
      }
      await pause(POLL_MS, undefined, { signal }).catch(() => {})
    }
  } finally {
    if (file !== null) closeSync(file)
  }
}

function chunkAt(file: number, position: number): Buffer {
  const buffer = Buffer.alloc(CHUNK)
  return buffer.subarray(0, readSync(file, buffer, 0, CHUNK, position))
}

function isAt(file: number, path: string): boolean {
  const named = statSync(path, { throwIfNoEntry: false })
  const { ino, dev } = fstatSync(file)
  return named !== undefined && named.ino === ino && named.dev === dev
}
