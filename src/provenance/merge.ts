import { hash } from 'node:crypto'
import { createReadStream, createWriteStream, existsSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { createFolder } from '../create-folder.ts'
import { isRecord } from '../is-record.ts'
import { isRunning } from '../is-running.ts'
import { errorCode, errorMessage } from '../text/error-message.ts'
import { linesOf } from './lines.ts'
import { CURRENT_LOG, logFiles } from './log-files.ts'
import { openLogs } from './open-logs.ts'
import { dataOf, parseLine } from './parse-line.ts'

/** What a merge did. */
export interface Merged {
  path: string
  files: string[]
  /** Events that were read, left out because they were there already, and written. */
  read: number
  duplicates: number
  written: number
  /** Lines that are not events, which are left out. */
  broken: number
  /** Files that could not be read to their end; the events before the damage are merged. */
  unreadable: { path: string; reason: string }[]
}

/** Text that is sorted in memory at a time, in characters. */
const CHUNK = 16_000_000

/** An event with its place in the order. */
interface Entry {
  /** Milliseconds since 1970; -Infinity: it has none. */
  time: number
  /**
   * The same for equal events, whatever the order of their keys, for a short event and the whole one, and for a migrated
   * event and its older form.
   */
  digest: string
  line: string
}

/**
 * Merges the events of logs into one file, in order of time and each event once; equal times keep the order of the files.
 * Lines are copied as they are. Memory holds a part of the events; the rest is in temporary files beside the output.
 * The file is complete or unchanged, whenever the process is killed; where it exists, its events are merged too. Rejects for
 * a log that runs write to, and for a file with lines that are not events.
 */
export async function mergeLogs(
  from: readonly string[],
  out: string,
  { chunk = CHUNK }: { chunk?: number } = {},
): Promise<Merged> {
  const path = resolve(out)
  if (basename(path) === CURRENT_LOG)
    throw new Error(
      `cannot merge into ${path}: runs write to it\n  choose another file with --out, such as merged.ndjson`,
    )
  const sources = [...new Set([...(existsSync(path) ? [path] : []), ...logFiles(from).map((file) => resolve(file))])]
  createFolder(dirname(path))
  removeAbandoned(dirname(path))
  const folder = mkdtempSync(join(dirname(path), `.aios-merge-${process.pid}-`))
  const merged: Merged = { path, files: sources, read: 0, duplicates: 0, written: 0, broken: 0, unreadable: [] }
  try {
    const chunks = await sortedChunks(sources, { folder, chunk, merged })
    const temporary = join(folder, 'merged')
    const lines = Readable.from(mergedLines(chunks, merged))
    const file = createWriteStream(temporary, { flush: true })
    await (path.endsWith('.gz') ? pipeline(lines, createGzip(), file) : pipeline(lines, file))
    renameSync(temporary, path)
    return merged
  } catch (error) {
    if (errorCode(error) !== 'ENOSPC') throw error
    throw new Error(
      `cannot write ${path}: ${errorMessage(error)}\n  The file is unchanged. Free some space, about twice the size of the logs, or choose another disk with --out`,
      { cause: error },
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Removes the temporary files of merges that were killed. */
function removeAbandoned(dir: string): void {
  for (const name of readdirSync(dir)) {
    const [, pid] = /^\.aios-merge-(\d+)-\w{6}$/.exec(name) ?? []
    if (pid !== undefined && !isRunning(Number(pid))) rmSync(join(dir, name), { recursive: true, force: true })
  }
}

/** Writes the events of all files to temporary files, each of them in order. */
async function sortedChunks(
  files: readonly string[],
  { folder, chunk, merged }: { folder: string; chunk: number; merged: Merged },
): Promise<string[]> {
  const chunks: string[] = []
  let entries: Entry[] = []
  let size = 0
  async function flush(): Promise<void> {
    const name = join(folder, String(chunks.length))
    const sorted = entries.sort((a, b) => a.time - b.time)
    await pipeline(Readable.from(inBatches(sorted, stored)), createWriteStream(name))
    chunks.push(name)
    ;[entries, size] = [[], 0]
  }
  const failed = (path: string, error: unknown) => merged.unreadable.push({ path, reason: errorMessage(error) })
  for await (const { path, file } of openLogs(files, failed)) {
    const broken = merged.broken
    try {
      for await (const lines of linesOf(path, { file: file.createReadStream({ autoClose: false }) }))
        for (const line of lines) {
          if (line?.trim() === '') continue
          const entry = entryOf(line)
          if (entry === null) {
            merged.broken += 1
            continue
          }
          merged.read += 1
          entries.push(entry)
          size += entry.line.length
          if (size > chunk) await flush()
        }
    } catch (error) {
      failed(path, error)
    } finally {
      await file.close()
    }
    if (path === merged.path && (merged.broken > broken || merged.unreadable.length > 0))
      throw new Error(`${path} exists and has lines that are not events\n  choose another file with --out`)
  }
  await flush()
  return chunks
}

/** null: the line is not an event. */
function entryOf(line: string | null): Entry | null {
  const event = parseLine(line)
  if (line === null || event === null) return null
  const time = event.ts === null ? NaN : Date.parse(event.ts)
  const data = dataOf(line)
  // A migrated event is the same as its older form.
  const content = isRecord(data) && isRecord(data['original']) ? data['original'] : data
  return {
    time: Number.isNaN(time) ? -Infinity : time,
    digest: hash('sha256', canonical(content), 'base64url').slice(0, 22),
    line: line.replace(/^\ufeff/, '').replace(/\r$/, ''),
  }
}

/** JSON with sorted keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  )
}

function stored({ time, digest, line }: Entry): string {
  return `${time}\t${digest}\t${line}\n`
}

function restored(text: string): Entry {
  const first = text.indexOf('\t')
  const second = text.indexOf('\t', first + 1)
  return {
    time: Number(text.slice(0, first)),
    digest: text.slice(first + 1, second),
    line: text.slice(second + 1),
  }
}

/** Merges sorted chunks, without the duplicates: equal events have equal times, so they follow each other. */
async function* mergedLines(chunks: readonly string[], merged: Merged): AsyncGenerator<string> {
  const readers = await Promise.all(chunks.map((name) => ChunkReader.open(name)))
  let time = NaN
  const digests = new Set<string>()
  let lines: string[] = []
  for (;;) {
    let next: ChunkReader | null = null
    for (const reader of readers)
      if (reader.entry !== null && (next?.entry == null || reader.entry.time < next.entry.time)) next = reader
    if (next?.entry == null) break
    const { entry } = next
    if (entry.time !== time) {
      digests.clear()
      time = entry.time
    }
    if (digests.has(entry.digest)) merged.duplicates += 1
    else {
      digests.add(entry.digest)
      merged.written += 1
      lines.push(`${entry.line}\n`)
    }
    if (lines.length >= 500) {
      yield lines.join('')
      lines = []
    }
    if (!next.step()) await next.fill()
  }
  yield lines.join('')
}

/** Reads the entries of a chunk one after the other. */
class ChunkReader {
  readonly #batches: AsyncIterator<(string | null)[]>
  #batch: (string | null)[] = []
  #at = 0
  /** null: the chunk has ended. */
  entry: Entry | null = null

  private constructor(path: string) {
    const file = createReadStream(path)
    this.#batches = linesOf(path, { file })[Symbol.asyncIterator]()
  }

  static async open(path: string): Promise<ChunkReader> {
    const reader = new ChunkReader(path)
    await reader.fill()
    return reader
  }

  /** Goes on to the next entry; false: it has to be filled first. */
  step(): boolean {
    const line = this.#batch[this.#at]
    if (line === undefined || line === null) return false
    this.#at += 1
    this.entry = restored(line)
    return true
  }

  /** Reads the next batch, and goes on to its first entry. */
  async fill(): Promise<void> {
    do {
      const { done, value } = await this.#batches.next()
      if (done === true) {
        this.entry = null
        return
      }
      this.#batch = value
      this.#at = 0
    } while (!this.step())
  }
}

function* inBatches<T>(items: readonly T[], text: (item: T) => string): Generator<string> {
  for (let at = 0; at < items.length; at += 1_000)
    yield items
      .slice(at, at + 1_000)
      .map(text)
      .join('')
}
