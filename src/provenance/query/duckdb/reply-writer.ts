import { mkdtempSync, rmSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Connection, Instance, Statement } from './engine.ts'
import { SLICES_IN_USE } from './file-slices.ts'
import { ADD_REPLIES } from './relation.ts'

/** The replies of a slice. */
export interface SliceReplies {
  /** Lines with a reply, and blank ones. */
  text: Buffer
  /** Of the first byte in the text of the file. */
  offset: number
  /** How many replies there are. */
  replies: number
}

/** Adds replies to `staging`, of several slices at the same time: DuckDB reads the lines of one slice in one thread. */
export class ReplyWriter {
  readonly #instance: Instance
  readonly #idle: { connection: Connection; statement: Statement }[] = []
  #folder: string | null = null
  #written = 0
  #error: { reason: unknown } | null = null
  #pending: Promise<void>[] = []

  constructor(instance: Instance) {
    this.#instance = instance
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
    // No file of it stays where the process is killed later.
    if (this.#folder !== null) rmSync(this.#folder, { recursive: true, force: true })
    this.#folder = null
    this.#assertWritten()
  }

  #assertWritten(): void {
    if (this.#error !== null) throw this.#error.reason
  }

  async #write({ text, offset, replies }: SliceReplies, onDifference: () => Promise<void>): Promise<void> {
    const worker = this.#idle.pop() ?? (await this.#newWorker())
    this.#folder ??= mkdtempSync(join(tmpdir(), 'aios-log-'))
    // DuckDB may keep what it read of a file, so each slice has a file of its own.
    const path = join(this.#folder, `${(this.#written += 1)}.ndjson`)
    try {
      await writeFile(path, text)
      worker.statement.bind({ text: path, offset })
      await worker.connection.run('BEGIN TRANSACTION')
      const { rowsChanged } = await worker.statement.run()
      await worker.connection.run(rowsChanged === replies ? 'COMMIT' : 'ROLLBACK')
      this.#idle.push(worker)
      if (rowsChanged !== replies) await onDifference()
    } finally {
      rmSync(path, { force: true })
    }
  }

  async #newWorker() {
    const connection = await this.#instance.connect()
    return { connection, statement: await connection.prepare(ADD_REPLIES) }
  }

  close(): void {
    if (this.#folder !== null) rmSync(this.#folder, { recursive: true, force: true })
    for (const { connection } of this.#idle) connection.closeSync()
  }
}
