import { randomUUID } from 'node:crypto'
import { readdirSync, rmSync, statSync } from 'node:fs'
import { type FileHandle, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import type { LogCache, LogSegment } from '../../../../schemas/generated/log-cache.ts'
import validate from '../../../../schemas/generated/log-cache.validate.js'
import { wallMs } from '../../../clock.ts'
import { createFolder } from '../../../create-folder.ts'
import { readText } from '../../../read-text.ts'
import { VERSION } from '../../../version.ts'
import { jsonOf } from '../../parse-line.ts'
import { writeWhole } from '../../../write-whole.ts'
import { isCompressed } from '../../lines.ts'
import { isWorkFolder } from './work-folder.ts'

const MANIFEST = 'manifest.json'

/** Bytes that identify the beginning of a file, and the end of a segment. */
const MARK_BYTES = 4_096

/** No conversion pauses for so long: an unknown file that is older was abandoned. */
const ABANDONED_AFTER_MS = 600_000

/** A file of the log when it was read last. */
export interface FileState {
  path: string
  /** Device and inode, which a rotation does not change. */
  identity: string
  size: number
  mtimeMs: number
}

/** What the cache has of a file of the log. */
export interface CachedFile {
  segments: readonly LogSegment[]
  /** Why an archive could not be decompressed to its end; null: it was. */
  damage: string | null
}

/** The state of a file. */
export async function fileState(path: string, file: FileHandle): Promise<FileState> {
  const { dev, ino, size, mtimeMs } = await file.stat()
  return { path, identity: `${dev}-${ino}`, size, mtimeMs }
}

/** The Parquet files of a log: a folder for each file of the log, with a manifest. Several processes may use it at once. */
export class CacheFolder {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  pathOf(identity: string, name: string): string {
    return join(this.#folder, identity, name)
  }

  /** A new path for a segment, in a folder that exists. */
  newPath({ identity }: FileState, start: number): string {
    createFolder(join(this.#folder, identity))
    return this.pathOf(identity, `${start}-${randomUUID()}.parquet`)
  }

  /** What is up to date of a file; a file that was not only appended to since has no segments. */
  async read(state: FileState, file: FileHandle): Promise<CachedFile> {
    const cache = this.#manifest(state.identity)
    return cache !== null && (await isCurrent(cache, state, file)) ? cache : { segments: [], damage: null }
  }

  /** Records the segments of a file, and deletes abandoned files beside them. `head`: see `headOf`. */
  write(state: FileState, head: number, { segments, damage }: CachedFile): void {
    const { path, identity, size, mtimeMs: mtime_ms } = state
    const cache: LogCache = {
      schema_version: '1.6',
      version: VERSION,
      path,
      identity,
      size,
      mtime_ms,
      head,
      damage,
      segments: [...segments],
    }
    const folder = join(this.#folder, identity)
    createFolder(folder)
    writeWhole(join(folder, MANIFEST), JSON.stringify(cache))
    const known = new Set([MANIFEST, ...segments.flatMap(filesOf)])
    for (const name of readdirSync(folder)) {
      const other = join(folder, name)
      const { mtimeMs = Infinity } = statSync(other, { throwIfNoEntry: false }) ?? {}
      if (!known.has(name) && wallMs() - mtimeMs > ABANDONED_AFTER_MS) rmSync(other, { force: true })
    }
  }

  /**
   * Deletes a segment and those after it, so that the file is read again from there; an archive from its beginning. A
   * segment that the manifest does not name is left alone: another process has converted the file again since.
   */
  discard(identity: string, name: string): void {
    const cache = this.#manifest(identity)
    const place = cache?.segments.findIndex(({ file }) => file === name) ?? -1
    if (cache === null || place === -1) return
    const start = isCompressed(cache.path) ? 0 : place
    const folder = join(this.#folder, identity)
    writeWhole(join(folder, MANIFEST), JSON.stringify({ ...cache, segments: cache.segments.slice(0, start) }))
    for (const file of cache.segments.slice(start).flatMap(filesOf)) rmSync(join(folder, file), { force: true })
  }

  /**
   * Deletes what belongs to files of the log that are gone or were replaced. `inUse`: files whose segments are read; a
   * rotation has renamed them where their manifest has another path.
   */
  prune(inUse: ReadonlySet<string>): void {
    for (const identity of namesIn(this.#folder)) {
      if (inUse.has(identity) || isWorkFolder(identity)) continue
      const cache = this.#manifest(identity)
      const folder = join(this.#folder, identity)
      const stats = cache === null ? undefined : statSync(cache.path, { throwIfNoEntry: false })
      if (stats !== undefined && `${stats.dev}-${stats.ino}` === identity) continue
      const { mtimeMs = Infinity } = statSync(folder, { throwIfNoEntry: false }) ?? {}
      // Another process may be about to write its first manifest.
      if (cache !== null || wallMs() - mtimeMs > ABANDONED_AFTER_MS) rmSync(folder, { recursive: true, force: true })
    }
  }

  #manifest(identity: string): LogCache | null {
    try {
      const data = jsonOf(readText(join(this.#folder, identity, MANIFEST)))
      return validate(data) && data.version === VERSION ? data : null
    } catch {
      return null
    }
  }
}

/** The names of the Parquet files of a segment. */
function filesOf({ file, judgements }: LogSegment): string[] {
  return judgements === null ? [file] : [file, judgements.file]
}

/** Whether a file is unchanged, or has only grown: the segments are where they were. */
async function isCurrent(
  { path, identity, size, mtime_ms, head, segments }: LogCache,
  state: FileState,
  file: FileHandle,
): Promise<boolean> {
  if (state.identity !== identity) return false
  if (state.size === size && state.mtimeMs === mtime_ms) return true
  // An archive does not grow, and a file of the same size with another time was edited.
  if (isCompressed(path) || isCompressed(state.path) || state.size <= size) return false
  const last = segments.at(-1)
  return last === undefined || ((await headOf(file, last.end)) === head && (await tailOf(file, last.end)) === last.tail)
}

/** Identifies the content of a Parquet file. */
export async function checksumOf(path: string): Promise<number> {
  return crc32(await readFile(path))
}

/** Identifies the beginning of a plain file. `end`: bytes that belong to segments. */
export function headOf(file: FileHandle, end: number): Promise<number> {
  return checksum(file, 0, Math.min(MARK_BYTES, end))
}

/** Identifies what stands before an offset in a plain file. */
export function tailOf(file: FileHandle, end: number): Promise<number> {
  const start = Math.max(0, end - MARK_BYTES)
  return checksum(file, start, end - start)
}

async function checksum(file: FileHandle, position: number, length: number): Promise<number> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position)
  return crc32(buffer.subarray(0, bytesRead))
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
