import type { FileHandle } from 'node:fs/promises'
import { basename } from 'node:path'
import type { LogSegment } from '../../../../schemas/generated/log-cache.ts'
import { monotonicMs } from '../../../clock.ts'
import { rotatedAt } from '../../rotated-name.ts'
import { type CachedFile, type FileState, headOf, tailOf } from './cache-folder.ts'
import { isCompressed } from '../../lines.ts'
import { joined, type LineCounts, noLines } from './line-counts.ts'

/** Bytes of text. */
export interface SegmentSizes {
  /** Of a segment: its rows are in memory while it is made. */
  segment: number
  /** From which the end of a growing file becomes a segment; what is shorter is read again by each process. */
  growing: number
  /** From which the end of a finished file becomes a segment. */
  finished: number
}

/**
 * The wait for the next attempt at a file whose reading failed, in times of the last one: an archive on a damaged disk is
 * decompressed from its beginning each time, which would delay each query.
 */
const WAIT_PER_ATTEMPT = 10

export const SEGMENT_SIZES: SegmentSizes = { segment: 16_000_000, growing: 8_000_000, finished: 64_000 }

/** A file of the log as it was read last. */
export class LoadedFile {
  state: FileState
  segments: readonly LogSegment[]
  /** Bytes of text that were read, of complete lines. */
  offset: number
  /** Of the complete lines after the segments. */
  rest = noLines()
  /** Of the line after them, which may not be complete. */
  torn = noLines()
  /** Bytes of text before the rows in `staging`. */
  kept: number
  /** Why it could not be read to its end; null: it was. */
  damage: string | null
  /** Whether the reason is not in its content, such as EIO, so that a later refresh reads on. */
  isInterrupted = false
  /** When it does, by `monotonicMs`. */
  #readOnAt = 0
  /** Identifies the text before `offset`. */
  #mark = { head: 0, tail: 0 }

  /** Where reading begins, if there are no segments. */
  readonly #start: number

  constructor(state: FileState, { segments, damage }: CachedFile, start = 0) {
    this.state = state
    this.segments = segments
    this.damage = damage
    this.#start = start
    this.offset = this.saved
    this.kept = this.saved
  }

  /** Bytes of text in the segments. */
  get saved(): number {
    return this.segments.at(-1)?.end ?? this.#start
  }

  get isArchive(): boolean {
    return isCompressed(this.state.path)
  }

  /** Whether the text after the segments is so long that it becomes one. */
  isDue({ growing, finished }: SegmentSizes): boolean {
    const rest = this.offset - this.saved
    // The segments of an archive are all of it.
    if (this.isArchive && this.segments.length > 0) return rest > 0
    const isFinished = this.isArchive || rotatedAt(basename(this.state.path)) !== null
    return rest >= (isFinished ? finished : growing)
  }

  get counts(): LineCounts {
    const counts = joined([...this.segments, this.rest, this.torn])
    // The lines before the start were not counted.
    return this.#start === 0 ? counts : { ...counts, broken_at: [] }
  }

  /** Begins an attempt to read on; returns what ends it, after which the next attempt is due for an interrupted file. */
  beginAttempt(): () => void {
    const startedAt = monotonicMs()
    return () => {
      const now = monotonicMs()
      this.#readOnAt = now + WAIT_PER_ATTEMPT * (now - startedAt)
    }
  }

  /** Whether an interrupted file is to be read on. */
  get isAttemptDue(): boolean {
    return this.isInterrupted && monotonicMs() >= this.#readOnAt
  }

  isUnchanged({ size, mtimeMs }: FileState): boolean {
    return size === this.state.size && mtimeMs === this.state.mtimeMs
  }

  /** Whether the file is unchanged, or was only appended to. */
  async isContinued(state: FileState, handle: FileHandle): Promise<boolean> {
    if (this.isUnchanged(state)) return true
    // A file of the same size with another time was edited.
    if (this.isArchive || state.size <= this.state.size) return false
    const { head, tail } = await markOf(handle, this.offset)
    return head === this.#mark.head && tail === this.#mark.tail
  }

  async setMark(handle: FileHandle): Promise<void> {
    if (!this.isArchive) this.#mark = await markOf(handle, this.offset)
  }
}

async function markOf(handle: FileHandle, end: number): Promise<{ head: number; tail: number }> {
  return { head: await headOf(handle, end), tail: await tailOf(handle, end) }
}
