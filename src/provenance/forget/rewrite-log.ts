import {
  appendFileSync,
  closeSync,
  createReadStream,
  createWriteStream,
  fstatSync,
  fsyncSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { whileLocked } from '../../router/stores/file-lock.ts'
import { READ_BYTES } from '../lines.ts'
import { CURRENT_LOG } from '../log-files.ts'

const NEWLINE = 0x0a

/** Ending of the file that replaces a part of the log. */
const FORGET_ENDING = '.forget.tmp'

/** Removes the replacements that killed processes left: they have events of other conversations. */
export function removeReplacements(dir: string): void {
  for (const name of readdirSync(dir).filter((name) => name.endsWith(FORGET_ENDING)))
    rmSync(join(dir, name), { force: true })
}

/**
 * Replaces a file of a log by one without the given lines, and keeps the bytes of all others. The replacement is one
 * rename under the lock of the log. Returns how many lines were removed; null: the file was rotated or replaced meanwhile.
 *
 * Writers append without the lock. One that still has the replaced file open finds out before its next line, and one that
 * has just written to it writes the line again when no name is left of the file. A line in between is copied here.
 */
export async function rewriteLog(path: string, isForgotten: (line: string) => boolean): Promise<number | null> {
  const temporary = `${path}${FORGET_ENDING}`
  const source = openSync(path, 'r')
  try {
    const stats = fstatSync(source)
    const filter = new LineFilter(isForgotten)
    rmSync(temporary, { force: true })
    const isCompressed = path.endsWith('.gz')
    const target = createWriteStream(temporary, { flags: 'wx', mode: stats.mode, flush: true })
    const input = createReadStream(path, {
      fd: source,
      autoClose: false,
      start: 0,
      end: Math.max(0, stats.size - 1),
      highWaterMark: READ_BYTES,
    })
    if (isCompressed) await pipeline(input, createGunzip(), (chunks) => filter.whole(chunks), createGzip(), target)
    else await pipeline(input, (chunks) => filter.complete(chunks), target)
    const log = join(dirname(path), CURRENT_LOG)
    return await whileLocked(log, (held) => {
      if (!isAt(source, path)) return null
      let end = isCompressed ? stats.size : copyTail(source, temporary, filter)
      held.assertHeld()
      renameSync(temporary, path)
      if (!isCompressed) end = recoverLate(source, end, { log, isForgotten })
      return filter.removed
    })
  } finally {
    closeSync(source)
    rmSync(temporary, { force: true })
  }
}

/** Copies what was appended since the file was read, and its unfinished last line. Returns the size of the file. */
function copyTail(source: number, temporary: string, filter: LineFilter): number {
  const tail = readFrom(source, filter.position)
  const target = openSync(temporary, 'a')
  try {
    const kept = filter.last(tail)
    for (let written = 0; written < kept.length;) written += writeSync(target, kept, written)
    fsyncSync(target)
  } finally {
    closeSync(target)
  }
  return filter.position
}

/** Appends lines that came to the replaced file at the last moment to the log, unless their writer has done so. */
function recoverLate(
  source: number,
  end: number,
  { log, isForgotten }: { log: string; isForgotten: (line: string) => boolean },
): number {
  const late = readFrom(source, end)
  if (late.length === 0) return end
  const present = new Set(readFileSync(log, { encoding: 'utf8', flag: 'a+' }).split('\n'))
  const lines = late
    .toString()
    .split('\n')
    .filter((line) => line !== '' && !present.has(line) && !isForgotten(line))
  if (lines.length > 0) appendFileSync(log, lines.map((line) => `${line}\n`).join(''))
  return end + late.length
}

function readFrom(descriptor: number, from: number): Buffer {
  const bytes = Buffer.alloc(Math.max(0, fstatSync(descriptor).size - from))
  let length = 0
  while (length < bytes.length) {
    const count = readSync(descriptor, bytes, length, bytes.length - length, from + length)
    if (count === 0) break
    length += count
  }
  return bytes.subarray(0, length)
}

function isAt(descriptor: number, path: string): boolean {
  const named = statSync(path, { throwIfNoEntry: false })
  const open = fstatSync(descriptor)
  return named !== undefined && named.ino === open.ino && named.dev === open.dev
}

/** Leaves lines out of a stream of bytes. */
class LineFilter {
  removed = 0
  /** Bytes of the input up to the end of the last complete line. */
  position = 0
  readonly #isForgotten: (line: string) => boolean

  constructor(isForgotten: (line: string) => boolean) {
    this.#isForgotten = isForgotten
  }

  /** The complete lines of the input. An unfinished last line is left to the caller. */
  async *complete(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer, Buffer> {
    let open: Buffer[] = []
    for await (const chunk of chunks) {
      const end = chunk.lastIndexOf(NEWLINE) + 1
      if (end === 0) {
        open.push(chunk)
        continue
      }
      const lines = Buffer.concat([...open, chunk.subarray(0, end)])
      open = [chunk.subarray(end)]
      this.position += lines.length
      const kept = this.#kept(lines)
      if (kept.length > 0) yield kept
    }
    return Buffer.concat(open)
  }

  /** All lines of the input, with an unfinished last one. */
  async *whole(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    const rest = yield* this.complete(chunks)
    const kept = this.last(rest)
    if (kept.length > 0) yield kept
  }

  /** The lines of the rest of the input. */
  last(bytes: Buffer): Buffer {
    this.position += bytes.length
    return this.#kept(bytes)
  }

  #kept(bytes: Buffer): Buffer {
    const kept: Buffer[] = []
    let from = 0
    for (let start = 0; start < bytes.length;) {
      const newline = bytes.indexOf(NEWLINE, start)
      const end = newline === -1 ? bytes.length : newline + 1
      if (this.#isForgotten(bytes.toString('utf8', start, newline === -1 ? end : newline))) {
        this.removed += 1
        kept.push(bytes.subarray(from, start))
        from = end
      }
      start = end
    }
    kept.push(bytes.subarray(from))
    return Buffer.concat(kept)
  }
}
