import { existsSync, rmSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { namingFile } from '../../../text/system-error.ts'
import { ADD_REPLIES, type ReplyForm } from './add-replies.ts'
import type { Connection, Instance, Statement } from './engine.ts'
import { SLICES_IN_USE } from './file-slices.ts'

/** The replies of a slice. */
export interface SliceReplies {
  /** Identifies the file of the log. */
  file: string
  /** Lines with a reply, and blank ones. */
  text: Buffer
  /** Of the first byte in the text of the file. */
  offset: number
  /** How many replies of each form there are. */
  replies: Record<ReplyForm, number>
}

/** Adds replies to `staging`, of several slices at the same time: DuckDB reads the lines of one slice in one thread. */
export class ReplyWriter {
  readonly #instance: Instance
  readonly #folder: string
  readonly #isReplaceable: boolean
  readonly #idle: { connection: Connection; statements: Record<ReplyForm, Statement> }[] = []
  #written = 0
  #error: { reason: unknown } | null = null
  #pending: Promise<void>[] = []

  /**
   * `folder`: for the slices while DuckDB reads them. `isReplaceable`: whether to reject where it takes no files, rather than
   * to read the replies as with a difference.
   */
  constructor(instance: Instance, { folder, isReplaceable }: { folder: string; isReplaceable: boolean }) {
    this.#instance = instance
    this.#folder = folder
    this.#isReplaceable = isReplaceable
  }

  /**
   * Begins to add the replies of a slice; waits while others are added. `onDifference`: reads them in another way where
   * DuckDB does not find them all, such as with damage within a line; then it has added none.
   */
  async add(slice: SliceReplies, onDifference: () => Promise<void>): Promise<void> {
    while (this.#pending.length >= SLICES_IN_USE - 1) await Promise.race(this.#pending)
    const pending: Promise<void> = this.#write(slice, onDifference)
      .catch((reason: unknown) => {
        this.#error ??= { reason }
      })
      .finally(() => {
        this.#pending = this.#pending.filter((each) => each !== pending)
      })
    this.#pending.push(pending)
    this.#assertWritten()
  }

  /** Waits for all replies. */
  async finish(): Promise<void> {
    await Promise.all(this.#pending)
    this.#assertWritten()
  }

  #assertWritten(): void {
    if (this.#error !== null) throw this.#error.reason
  }

  async #write({ file, text, offset, replies }: SliceReplies, onDifference: () => Promise<void>): Promise<void> {
    const worker = this.#idle.pop() ?? (await this.#newWorker())
    // DuckDB may keep what it read of a file, so each slice has a file of its own.
    const path = join(this.#folder, `${(this.#written += 1)}.ndjson`)
    try {
      const error = await writeFile(path, text).then(
        () => null,
        (reason: unknown) => namingFile(reason, path),
      )
      if (error !== null) {
        // No folder has space. One that is gone is created again by the next query.
        if (this.#isReplaceable || !existsSync(this.#folder)) throw error
        this.#idle.push(worker)
        return await onDifference()
      }
      await worker.connection.run('BEGIN TRANSACTION')
      let areAll = true
      for (const form of ['compact', 'whole'] as const) {
        if (replies[form] === 0) continue
        const statement = worker.statements[form]
        statement.bind({ file, text: path, offset })
        areAll &&= (await statement.run()).rowsChanged === replies[form]
      }
      await worker.connection.run(areAll ? 'COMMIT' : 'ROLLBACK')
      this.#idle.push(worker)
      if (!areAll) await onDifference()
    } finally {
      rmSync(path, { force: true })
    }
  }

  async #newWorker() {
    const connection = await this.#instance.connect()
    const [whole, compact] = [
      await connection.prepare(ADD_REPLIES.whole),
      await connection.prepare(ADD_REPLIES.compact),
    ]
    return { connection, statements: { whole, compact } }
  }

  close(): void {
    for (const { connection } of this.#idle) connection.closeSync()
  }
}
