import { fstatSync, readSync } from 'node:fs'

const NEWLINE = 0x0a
const CHUNK = 65_536

/** Time to wait for another process to finish a write, in milliseconds. */
const SETTLE_MS = 20

/**
 * Checks the end of a log: null when its last line is complete, else the number of bytes that cannot be read, 0 when only
 * the line break is missing. Waits for a line that another process is writing.
 */
export function tornTail(descriptor: number): number | null {
  if (!fstatSync(descriptor).isFile()) return null
  for (;;) {
    const { size } = fstatSync(descriptor)
    if (endsComplete(descriptor, size)) return null
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, SETTLE_MS)
    if (fstatSync(descriptor).size !== size) continue
    const tail = lastLine(descriptor, size)
    return isJson(tail) ? 0 : tail.length
  }
}

function endsComplete(descriptor: number, size: number): boolean {
  return size === 0 || read(descriptor, size - 1, size)[0] === NEWLINE
}

function lastLine(descriptor: number, size: number): Buffer {
  const chunks: Buffer[] = []
  for (let end = size; end > 0; end -= CHUNK) {
    const chunk = read(descriptor, Math.max(0, end - CHUNK), end)
    const start = chunk.lastIndexOf(NEWLINE) + 1
    chunks.unshift(chunk.subarray(start))
    if (start > 0) break
  }
  return Buffer.concat(chunks)
}

function read(descriptor: number, from: number, to: number): Buffer {
  const bytes = Buffer.alloc(to - from)
  return bytes.subarray(0, readSync(descriptor, bytes, 0, bytes.length, from))
}

function isJson(line: Buffer): boolean {
  try {
    JSON.parse(line.toString())
    return true
  } catch {
    return false
  }
}
