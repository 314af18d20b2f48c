import type { Readable } from 'node:stream'
import type { MigratedFile } from '../../../schemas/generated/migration-output.ts'
import { linesOf } from '../lines.ts'
import type { LogRewrite } from '../replace-log.ts'
import { migrateLine } from './migrate-line.ts'
import { writeWhole } from '../../write-whole.ts'

/** Counts the lines of a log while it gives their new text. */
export class Tally implements LogRewrite {
  readonly #log: string
  readonly #kept = new Map<string, number>()
  readonly #aside = new Map<string, number>()
  #read = 0
  #converted = 0
  /** The lines that are not events. */
  readonly lines: string[] = []

  constructor(log: string) {
    this.#log = log
  }

  /** The new text of the whole log. */
  output(): AsyncGenerator<string> {
    return this.#changed(linesOf(this.#log))
  }

  stream(input: Readable): AsyncGenerator<string> {
    // The lines are decompressed already.
    return this.#changed(linesOf('', { file: input }))
  }

  rest(bytes: Buffer): Buffer {
    const kept = bytes
      .toString()
      .split('\n')
      .flatMap((line) => this.#add(line) ?? [])
    return Buffer.from(kept.map((line) => `${line}\n`).join(''))
  }

  isNeeded(): boolean {
    return this.#converted > 0
  }

  async *#changed(batches: AsyncIterable<(string | null)[]>): AsyncGenerator<string> {
    for await (const batch of batches) {
      const kept = batch.flatMap((line) => this.#add(line) ?? [])
      if (kept.length > 0) yield `${kept.join('\n')}\n`
    }
  }

  result(
    state: MigratedFile['state'],
    to: string | null = null,
    { backup = null, aside = null }: { backup?: string | null; aside?: string | null } = {},
  ): MigratedFile {
    return {
      file: this.#log,
      state,
      to,
      backup,
      set_aside_in: this.lines.length > 0 ? aside : null,
      read: this.#read,
      kept: Object.fromEntries(this.#kept),
      set_aside: Object.fromEntries(this.#aside),
      notes: [],
    }
  }

  #add(line: string | null): string | null {
    const migrated = migrateLine(line)
    if (migrated.kind === 'blank') return null
    this.#read += 1
    if (migrated.kind === 'set_aside') {
      this.lines.push(line ?? '')
      add(this.#aside, migrated.reason)
      return null
    }
    if (migrated.kind === 'current') {
      add(this.#kept, `events of this version: ${migrated.type}`)
      return line?.replace(/^\ufeff|\r$/g, '') ?? null
    }
    this.#converted += 1
    add(this.#kept, migrated.as)
    return JSON.stringify(migrated.event)
  }
}

function add(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}

/** Writes lines that were set aside; the file is complete or absent, whenever the process is killed. */
export function writeLines(path: string, lines: readonly string[]): void {
  writeWhole(path, lines.map((line) => `${line}\n`).join(''))
}
