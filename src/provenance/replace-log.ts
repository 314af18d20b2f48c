import {
  closeSync,
  createWriteStream,
  fstatSync,
  fsyncSync,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { whileLocked } from '../file-lock.ts'
import { isRunning } from '../is-running.ts'
import { errorCode, errorMessage } from '../text/error-message.ts'
import { appendMissing } from './append-missing.ts'
import { isCompressed, LONGEST, READ_BYTES } from './lines.ts'
import { CURRENT_LOG } from './log-files.ts'
import { jsonOf } from './parse-line.ts'

const NEWLINE = 0x0a

/** Ending of the file that replaces a log, after the id of the process that writes it. */
const REPLACEMENT = /\.(\d+)\.rewrite\.tmp$/

/** A writer checks after each line whether its file was replaced; milliseconds within which it has done so. */
const LATE_MS = 100

/** How often a replaced file is searched for late lines while it grows. */
const LATE_ROUNDS = 20

const CANNOT_WRITE = new Set<unknown>(['ENOSPC', 'EDQUOT', 'EACCES', 'EPERM', 'EROFS'])

const REMEDY =
  'The file is unchanged. Check the permissions and the free space of its folder, and run the command again'

/** How the lines of a log change. */
export interface LogRewrite {
  /** The new content for a stream of complete lines. */
  stream(input: Readable): AsyncIterable<string | Buffer>
  /** The new content for lines that were appended meanwhile; the last one may be incomplete. */
  rest(bytes: Buffer): Buffer
  /** Whether the file changes; called when all lines are read. */
  isNeeded(): boolean
  /** Called under the lock just before the file is replaced, with the number of its bytes that were read. */
  beforeReplacing?(bytes: number): void
}

/** What became of a file: `moved` means that it was rotated or replaced while it was read. */
export type ReplacedLog = { state: 'replaced' | 'unchanged' | 'moved' } | { state: 'still_written'; bytes: number }

/**
 * Replaces a file of a log by one rename under the lock of the log, and keeps what is appended meanwhile. Memory holds a
 * piece of the file. `still_written`: a process goes on writing to the replaced file; the lines up to `bytes` are kept.
 *
 * Writers append without the lock. One that has the replaced file open finds out before its next line, or after it, and
 * writes that line again (see `openProvenanceLog`). The last lines of a writer that does not are copied here.
 */
export async function replaceLog(named: string, rewrite: LogRewrite): Promise<ReplacedLog> {
  // A rename would replace the link, and leave the file that it points to.
  const path = realpathSync(named)
  const temporary = `${path}.${process.pid}.rewrite.tmp`
  const source = openSync(path, 'r')
  try {
    const compressed = isCompressed(path)
    const { size, mode } = fstatSync(source)
    let end = compressed ? size : endOfLines(source, size)
    rmSync(temporary, { force: true })
    await writeChanged(piece(source, end), temporary, { compressed, mode, rewrite })
    const state = await whileLocked(lockOf(path), (held) => {
      if (!isAt(source, path)) return 'moved'
      if (!compressed) end = copyRest(source, end, temporary, rewrite)
      if (!rewrite.isNeeded()) return 'unchanged'
      rewrite.beforeReplacing?.(end)
      held.assertHeld()
      renameSync(temporary, path)
      return 'replaced'
    })
    if (state !== 'replaced' || compressed) return { state }
    return await recoverLate(source, end, path, rewrite)
  } catch (error) {
    if (!CANNOT_WRITE.has(errorCode(error))) throw error
    throw new Error(`cannot replace ${path}: ${errorMessage(error)}\n  ${REMEDY}`, { cause: error })
  } finally {
    closeSync(source)
    rmSync(temporary, { force: true })
  }
}

/** Removes the replacements of a folder that killed processes left. */
export function removeReplacements(dir: string): void {
  for (const name of readdirSync(dir)) {
    const [, pid] = REPLACEMENT.exec(name) ?? []
    if (pid !== undefined && (Number(pid) === process.pid || !isRunning(Number(pid))))
      rmSync(join(dir, name), { force: true })
  }
}

/**
 * Appends the lines of a replaced file from an offset on to the log that replaced it, unless they are there. Repeats this
 * while the file grows.
 */
export async function recoverLate(
  source: number,
  offset: number,
  path: string,
  rewrite: Pick<LogRewrite, 'rest'>,
): Promise<ReplacedLog> {
  let [end, unfinished] = [offset, 0]
  for (let round = 0; round < LATE_ROUNDS; round += 1) {
    await pause(LATE_MS)
    const late = readFrom(source, end, Math.min(fstatSync(source).size, end + LONGEST))
    if (late.length === 0) return { state: 'replaced' }
    const complete = late.lastIndexOf(NEWLINE) + 1
    // A line that does not grow any more is torn.
    const lines = complete > 0 || late.length > unfinished ? late.subarray(0, complete) : late
    unfinished = late.length - complete
    end += lines.length
    if (lines.length > 0) appendMissing(rewrite.rest(lines), path, join(dirname(path), CURRENT_LOG))
  }
  return { state: 'still_written', bytes: end }
}

/** A file from its beginning to an offset. A stream of the file system would close the file where the target fails. */
function piece(descriptor: number, end: number): Readable {
  function* pieces(): Generator<Buffer> {
    for (let at = 0; at < end; at += READ_BYTES) yield readFrom(descriptor, at, Math.min(end, at + READ_BYTES))
  }
  return Readable.from(pieces(), { objectMode: false })
}

async function writeChanged(
  input: Readable,
  path: string,
  { compressed, mode, rewrite }: { compressed: boolean; mode: number; rewrite: LogRewrite },
): Promise<void> {
  const target = createWriteStream(path, { flags: 'wx', mode, flush: true })
  const changed = (chunks: Readable) => rewrite.stream(chunks)
  if (compressed) await pipeline(input, createGunzip(), changed, createGzip(), target)
  else await pipeline(input, changed, target)
}

/**
 * Copies what was appended since the file was read. Returns how many bytes were read. An incomplete last line is left: its
 * writer may complete it.
 */
function copyRest(source: number, offset: number, temporary: string, rewrite: LogRewrite): number {
  const target = openSync(temporary, 'a')
  let end = offset
  const copy = () => {
    const bytes = readFrom(source, end)
    const complete = bytes.lastIndexOf(NEWLINE) + 1
    const rest = jsonOf(bytes.toString('utf8', complete)) === undefined ? bytes.subarray(0, complete) : bytes
    end += rest.length
    writeAll(target, rewrite.rest(rest))
  }
  try {
    copy()
    fsyncSync(target)
    // Waiting for the disk takes long enough for further lines.
    copy()
  } finally {
    closeSync(target)
  }
  return end
}

/** The offset after the last complete line of the first `size` bytes. */
function endOfLines(descriptor: number, size: number): number {
  for (let end = size; end > 0;) {
    const start = Math.max(0, end - READ_BYTES)
    const newline = readFrom(descriptor, start, end).lastIndexOf(NEWLINE)
    if (newline !== -1) return start + newline + 1
    end = start
  }
  return 0
}

function readFrom(descriptor: number, from: number, to = fstatSync(descriptor).size): Buffer {
  const bytes = Buffer.alloc(Math.max(0, to - from))
  let length = 0
  while (length < bytes.length) {
    const count = readSync(descriptor, bytes, length, bytes.length - length, from + length)
    if (count === 0) break
    length += count
  }
  return bytes.subarray(0, length)
}

function writeAll(descriptor: number, bytes: Buffer): void {
  for (let written = 0; written < bytes.length;) written += writeSync(descriptor, bytes, written)
}

function isAt(descriptor: number, path: string): boolean {
  const named = statSync(path, { throwIfNoEntry: false })
  const open = fstatSync(descriptor)
  return named !== undefined && named.ino === open.ino && named.dev === open.dev
}

/** All files of a log share the lock of the current one, under which it is rotated. */
function lockOf(path: string): string {
  return join(dirname(path), CURRENT_LOG)
}
