import { CLOCK_SKEW_MS, wallMs } from '../../../clock.ts'
import type { CheckedParts } from './checked-parts.ts'
import type { Connection, DuckDb } from './engine.ts'
import type { LogPart } from './log-part.ts'
import { ADD_JUDGED, LAST_JUDGEMENTS, TAIL_JUDGEMENTS } from './relation.ts'

/** The parts of a file of the log, in the order of the log. */
export interface FileParts {
  /** Of the file; its rows in `tail` have it. */
  identity: string
  parts: readonly LogPart[]
}

/**
 * The table `judgements`: the last judgement of each reply. The judgements of each Parquet file are kept in memory, so that
 * a new one does not read the files again.
 */
export class LastJudgements {
  readonly #connection: Connection
  readonly #listValue: DuckDb['listValue']
  readonly #checked: CheckedParts
  /** Parquet files whose judgements are in memory. */
  readonly #known = new Set<string>()

  constructor(
    { connection, listValue }: { connection: Connection; listValue: DuckDb['listValue'] },
    checked: CheckedParts,
  ) {
    this.#connection = connection
    this.#listValue = listValue
    this.#checked = checked
  }

  /** Finds the last judgement of each reply in all files of the log. */
  async find(files: readonly FileParts[]): Promise<void> {
    await this.#read(files.flatMap(({ parts }) => parts))
    await this.#connection.run('DELETE FROM parts')
    const appender = await this.#connection.createAppender('parts')
    for (const [place, { identity, parts }] of files.entries())
      for (const part of [identity, ...parts.map(({ path }) => path)]) {
        appender.appendVarchar(part)
        appender.appendDouble(place)
        appender.endRow()
      }
    appender.closeSync()
    await this.#connection.run(LAST_JUDGEMENTS, { latest: wallMs() + CLOCK_SKEW_MS })
  }

  /** After the table `tail` or the table `judgements` has changed. */
  async findInTail(): Promise<void> {
    await this.#connection.run(TAIL_JUDGEMENTS)
  }

  /** Reads the judgements of new Parquet files, and drops those of others. */
  async #read(parts: readonly LogPart[]): Promise<void> {
    const paths = new Set(parts.map(({ path }) => path))
    for (const path of this.#known) {
      if (paths.has(path)) continue
      await this.#connection.run('DELETE FROM judged WHERE part = hash($path)', { path })
      this.#known.delete(path)
    }
    const added = parts.filter(({ path }) => !this.#known.has(path))
    if (added.length === 0) return
    const files = added.flatMap(({ judgements }) => judgements ?? [])
    await this.#checked.check(files)
    if (files.length > 0)
      await this.#connection.run(ADD_JUDGED, { judgements: this.#listValue(files.map(({ pattern }) => pattern)) })
    for (const { path } of added) this.#known.add(path)
  }
}
