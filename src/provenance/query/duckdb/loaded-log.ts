import type { FileHandle } from 'node:fs/promises'
import { basename } from 'node:path'
import { CLOCK_SKEW_MS, wallMs } from '../../../clock.ts'
import { errorMessage } from '../../../text/error-message.ts'
import { startOf } from '../../read.ts'
import { isBefore, type TimeWindow } from '../../seek.ts'
import { CacheFolder, type FileState, fileState, headOf } from './cache-folder.ts'
import { CheckedParts } from './checked-parts.ts'
import { withOneThread } from './engine.ts'
import { isDamage, type Slice, slicesOf, upToDamage } from './file-slices.ts'
import { noLines } from './line-counts.ts'
import type { LogProgress } from '../log-progress.ts'
import { LastJudgements } from './last-judgements.ts'
import { LoadedFile } from './loaded-file.ts'
import type { LogPart } from './log-part.ts'
import type { LogSource } from './log-source.ts'
import { ReadProgress } from './read-progress.ts'
import { RecentEvents } from './recent-events.ts'
import { openedFiles, type Unreadable } from './opened-files.ts'
import { KEEP_STAGING, NEW_STAGING, STAGING_AS_TAIL } from './relation.ts'
import { partsOf, writeSegment } from './segments.ts'
import { Staging } from './staging.ts'

/**
 * The rows of a log, in Parquet files and in the table `tail`. Later refreshes read only what was appended. Calls may not
 * overlap, and after an error it cannot be used any more.
 */
export class LoadedLog {
  /** What was not read at the last refresh. */
  unreadable: Unreadable[] = []
  readonly #source: LogSource
  readonly #staging: Staging
  readonly #cache: CacheFolder | null
  readonly #judgements: LastJudgements
  readonly #progress: ReadProgress
  /** Whether Parquet files can be written. */
  #isWritable: boolean
  #files: readonly LoadedFile[] = []
  #recent: RecentEvents | null = null
  /** Parquet files that have the content that was written. */
  readonly #checked = new CheckedParts()
  #version = 0
  #isFirst = true
  #isFoldDue = true
  #isStopped = false

  constructor(source: LogSource) {
    this.#source = source
    this.#cache = source.cache === null ? null : new CacheFolder(source.cache)
    this.#isWritable = this.#cache !== null
    this.#staging = new Staging(source, () => (this.#isFoldDue = true))
    this.#judgements = new LastJudgements(source, this.#checked)
    this.#progress = new ReadProgress(source.from)
  }

  /** In the order of the log. */
  get files(): readonly LoadedFile[] {
    return this.#files
  }

  /** Of the first refresh, while it reads lines; else null. */
  get progress(): LogProgress | null {
    return this.#progress.known
  }

  /** Changes when the rows do. */
  get version(): number {
    return this.#version
  }

  get parts(): readonly LogPart[] {
    return this.#files.flatMap((file) => this.#partsOf(file))
  }

  /** The place in `files` of the file that a part of the log belongs to: a Parquet file, or the rest of a file. */
  placeOf(part: string): number {
    return this.#files.findIndex(
      (file) => file.state.identity === part || this.#partsOf(file).some(({ path }) => path === part),
    )
  }

  /** Takes the events of the newest Parquet file into memory that is not there yet. Returns whether another one may follow. */
  async remember(): Promise<boolean> {
    this.#recent ??= await RecentEvents.open(this.#source.connection)
    return this.#recent.addNewest(this.parts, this.#checked, this.#source.listValue)
  }

  #partsOf(file: LoadedFile): LogPart[] {
    const cache = this.#cache
    if (cache === null) return []
    return partsOf(file, cache).map((part) => ({ ...part, isRecent: this.#recent?.has(part.path) ?? false }))
  }

  /** Rejects where a Parquet file has another content than was written, or is gone. */
  check(parts: readonly LogPart[]): Promise<void> {
    return this.#checked.check(parts)
  }

  /** Deletes a Parquet file, and those of the same file that follow it. */
  discard({ path }: LogPart): void {
    const file = this.#files[this.placeOf(path)]
    if (file !== undefined) this.#cache?.discard(file.state.identity, basename(path))
  }

  /** Reads what changed since the last time, of a damaged file what precedes the damage. Rejects where a file disappears meanwhile. */
  async refresh(): Promise<void> {
    const version = this.#version
    const before = new Map(this.#files.map((file) => [file.state.identity, file]))
    const files = new Map<string, LoadedFile>()
    this.unreadable = []
    for await (const { path, handle } of openedFiles(this.#source.from, this.unreadable)) {
      if (isBefore(path, this.#window)) continue
      const state = await fileState(path, handle)
      if (!files.has(state.identity)) {
        const file = await this.#load(before.get(state.identity), state, handle)
        files.set(state.identity, file)
        if (file.damage !== null) this.unreadable.push({ path, reason: file.damage })
      }
      this.#progress.endFile(path)
    }
    for (const identity of before.keys()) if (!files.has(identity)) await this.#removeTail(identity)
    if (files.size < before.size) this.#version += 1
    const isReordered = [...files.keys()].join() !== [...before.keys()].join()
    this.#files = [...files.values()]
    await this.#recent?.retain(new Set(this.parts.map(({ path }) => path)))
    const isFolded = this.#isFoldDue || isReordered
    if (isFolded) await this.#fold()
    if (isFolded || this.#version > version) await this.#judgements.findInTail()
    if (this.#isFirst) this.#cache?.prune(new Set(this.#files.filter(hasSegments).map(({ state }) => state.identity)))
    this.#isFirst = false
    this.#progress.end()
  }

  /** Reads a file, on from what is known of it. */
  async #load(known: LoadedFile | undefined, state: FileState, handle: FileHandle): Promise<LoadedFile> {
    if (known === undefined || !(await known.isContinued(state, handle))) {
      if (known !== undefined) await this.#removeTail(state.identity)
      this.#version += 1
      const file = new LoadedFile(
        state,
        (await this.#cache?.read(state, handle)) ?? { segments: [], damage: null },
        await startOf(state.path, handle, this.#window),
      )
      if (known !== undefined || file.segments.length > 0) this.#isFoldDue = true
      // The segments of an archive are all of it.
      if (!file.isArchive || file.segments.length === 0) await this.#advance(file, handle)
      return file
    }
    const isRenamed = known.state.path !== state.path
    const isUnread = known.isAttemptDue || !known.isUnchanged(state)
    known.state = state
    if (isUnread) this.#version += 1
    if (isUnread) await this.#advance(known, handle)
    else if (isRenamed && known.segments.length > 0) await this.#record(known, handle)
    return known
  }

  get #window(): TimeWindow | null {
    const { since } = this.#source
    return since === undefined ? null : { from: since.getTime(), to: wallMs() + CLOCK_SKEW_MS }
  }

  /** Reads the lines that follow. */
  async #advance(file: LoadedFile, handle: FileHandle): Promise<void> {
    const { path, identity } = file.state
    const endAttempt = file.beginAttempt()
    await this.#source.connection.run('DELETE FROM tail WHERE file = $identity AND torn', { identity })
    file.torn = noLines()
    file.damage = null
    file.isInterrupted = false
    const slices = upToDamage(slicesOf(path, handle, file.offset), (reason) => {
      file.damage = errorMessage(reason)
      file.isInterrupted = !isDamage(reason)
    })
    await withOneThread(this.#source.connection, () => this.#stage(file, handle, slices))
    endAttempt()
    if (file.isDue(this.#source.sizes)) await this.#save(file, handle)
    else await this.#keep(file)
    await file.setMark(handle)
    const isSaved = file.isArchive && file.segments.length > 0 && file.saved === file.offset
    if (isSaved && !file.isInterrupted) await this.#record(file, handle)
  }

  /** Adds the rows of slices to `staging`. */
  async #stage(file: LoadedFile, handle: FileHandle, slices: AsyncIterable<Slice>): Promise<void> {
    if (this.#isFirst) this.#progress.set(file.offset)
    for await (const slice of slices) {
      if (slice.isTorn && !file.isArchive) {
        await this.#staging.addTorn(file, slice)
        break
      }
      await this.#source.pause?.()
      if (this.#isStopped) {
        await this.#staging.finish()
        throw new Error('the query is closed')
      }
      await this.#staging.add(file, slice)
      if (this.#isFirst) this.#progress.set(file.offset)
      if (this.#isWritable && file.offset - file.kept >= this.#source.sizes.segment) await this.#save(file, handle)
    }
    await this.#staging.finish()
  }

  /** Makes a segment of the rows that are not in one yet. */
  async #save(file: LoadedFile, handle: FileHandle): Promise<void> {
    await this.#staging.finish()
    // A file without a name was replaced, such as to remove a conversation from it: its text may not be kept.
    if (this.#cache === null || !this.#isWritable || (await handle.stat()).nlink === 0) return this.#keep(file)
    const { connection } = this.#source
    try {
      const segment = await writeSegment(file, handle, { connection, cache: this.#cache, checked: this.#checked })
      file.segments = [...file.segments, segment]
    } catch {
      // The folder is read-only or full; the rows stay in memory.
      this.#isWritable = false
      return this.#keep(file)
    }
    file.rest = noLines()
    file.kept = file.offset
    await connection.run('DELETE FROM tail WHERE file = $identity AND NOT torn', { identity: file.state.identity })
    await connection.run(NEW_STAGING)
    if (!file.isArchive) await this.#record(file, handle)
  }

  /** Keeps the rows in memory. */
  async #keep(file: LoadedFile): Promise<void> {
    const { connection } = this.#source
    file.kept = file.offset
    const isFirst = (await connection.runAndReadAll('FROM tail LIMIT 1')).getRowObjectsJS().length === 0
    if (isFirst) return void (await connection.run(STAGING_AS_TAIL))
    await connection.run(KEEP_STAGING)
    await connection.run(NEW_STAGING)
  }

  async #record({ state, segments, saved, isArchive, damage }: LoadedFile, handle: FileHandle): Promise<void> {
    try {
      const head = isArchive ? 0 : await headOf(handle, saved)
      // The rest of a file that grows is read again.
      this.#cache?.write(state, head, { segments, damage: isArchive ? damage : null })
    } catch {
      this.#isWritable = false
    }
  }

  async #removeTail(identity: string): Promise<void> {
    this.#isFoldDue = true
    await this.#source.connection.run('DELETE FROM tail WHERE file = $identity', { identity })
  }

  /** Finds the last judgement of each reply. */
  async #fold(): Promise<void> {
    await this.#recent?.beforeFold()
    await this.#judgements.find(
      this.#files.map((file) => ({ identity: file.state.identity, parts: this.#partsOf(file) })),
    )
    await this.#recent?.fold()
    this.#isFoldDue = false
  }

  /** Ends a refresh after the lines that are being read; it rejects, and what it has read of a file stays usable. */
  stop(): void {
    this.#isStopped = true
  }

  close(): void {
    this.#staging.close()
  }
}

function hasSegments({ segments }: LoadedFile): boolean {
  return segments.length > 0
}
