import type { CheckedParts } from './checked-parts.ts'
import type { Connection, DuckDb } from './engine.ts'
import type { LogPart } from './log-part.ts'
import { ADD_RECENT, FOLD_RECENT, RECENT } from './relation.ts'

/** Events that are kept in memory, some 60 MB. */
const MOST_EVENTS = 200_000

/** The events of the newest Parquet files in memory, without their texts. Queries read them many times faster. */
export class RecentEvents {
  readonly #connection: Connection
  readonly #parts = new Set<string>()
  #events = 0

  private constructor(connection: Connection) {
    this.#connection = connection
  }

  static async open(connection: Connection): Promise<RecentEvents> {
    await connection.run(RECENT)
    return new RecentEvents(connection)
  }

  /** Whether the events of a Parquet file are in memory. */
  has(path: string): boolean {
    return this.#parts.has(path)
  }

  /** Adds the events of the newest Parquet file that is not there yet. Returns whether another one may follow. */
  async addNewest(parts: readonly LogPart[], checked: CheckedParts, listValue: DuckDb['listValue']): Promise<boolean> {
    const next = parts
      .filter(({ path }) => !this.#parts.has(path))
      .toSorted((a, b) => lastOf(b) - lastOf(a))
      .at(0)
    if (next === undefined || this.#events >= MOST_EVENTS) return false
    await checked.check([next])
    const added = await this.#connection.runAndReadAll(ADD_RECENT, { parts: listValue([next.pattern]) })
    this.#parts.add(next.path)
    this.#events += Number(added.getRowObjectsJS()[0]?.['Count'])
    return true
  }

  /** Removes the events of other Parquet files. */
  async retain(paths: ReadonlySet<string>): Promise<void> {
    for (const path of this.#parts) {
      if (paths.has(path)) continue
      const deleted = await this.#connection.runAndReadAll('DELETE FROM recent WHERE part = $path', { path })
      this.#parts.delete(path)
      this.#events -= Number(deleted.getRowObjectsJS()[0]?.['Count'])
    }
  }

  /** Before the table `judgements` changes. */
  async beforeFold(): Promise<void> {
    if (this.#parts.size > 0) await this.#connection.run('CREATE OR REPLACE TABLE judgements_before AS FROM judgements')
  }

  /** Takes over the verdicts that changed. Where judgements disappeared, the events are read again. */
  async fold(): Promise<void> {
    if (this.#parts.size === 0) return
    const gone = await this.#connection.runAndReadAll(
      'SELECT 1 FROM judgements_before b ANTI JOIN judgements j ON b.msg_id = j.msg_id LIMIT 1',
    )
    if (gone.getRowObjectsJS().length > 0) await this.#clear()
    else await this.#connection.run(FOLD_RECENT)
  }

  async #clear(): Promise<void> {
    this.#parts.clear()
    this.#events = 0
    await this.#connection.run('DELETE FROM recent')
  }
}

function lastOf({ times }: LogPart): number {
  return times?.[1] ?? -Infinity
}
