import { createHash } from 'node:crypto'
import {
  createReadStream,
  createWriteStream,
  existsSync,
  linkSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type { MigratedFile } from '../../../schemas/generated/migration-output.ts'
import { createFolder } from '../../create-folder.ts'
import { copyWhole, freeCopyName } from '../../dated-copy.ts'
import { isRunning } from '../../is-running.ts'
import { linesOf } from '../lines.ts'
import { migrateLine } from './migrate-line.ts'

/** Where a migration writes: to a new file, in place of each log, or nowhere. */
export type MigrationTarget = { kind: 'new'; path: string } | { kind: 'in_place' } | { kind: 'none' }

/**
 * Migrates logs to the current format, of any size. Lines that are not events go to a file beside the output, unchanged.
 * Every file is complete or absent, whenever the process is killed; a log that is replaced stays as a dated copy. A log
 * without older events stays as it is. Rejects where the new file exists with another content.
 */
export async function migrateLogs(logs: readonly string[], target: MigrationTarget): Promise<MigratedFile[]> {
  if (target.kind !== 'new') {
    const files: MigratedFile[] = []
    for (const log of logs) files.push(await migrateLog(log, target.kind))
    return files
  }
  const { path } = target
  createFolder(dirname(path))
  removeAbandoned(path)
  const temporary = `${path}.${process.pid}.tmp`
  const tallies = logs.map((log) => new Tally(log))
  try {
    await write(tallies, temporary)
    if (existsSync(path)) {
      if ((await digestOf(path)) !== (await digestOf(temporary)))
        throw new Error(`${path} exists with another content\n  choose another file with --to, or delete it`)
      return tallies.map((tally) => tally.result('up_to_date', path))
    }
    const aside = tallies.some(({ lines }) => lines.length > 0) ? `${path}.set-aside` : null
    if (aside !== null)
      await writeLines(
        aside,
        tallies.flatMap(({ lines }) => lines),
      )
    renameSync(temporary, path)
    return tallies.map((tally) => tally.result('migrated', path, { aside }))
  } finally {
    rmSync(temporary, { force: true })
  }
}

async function migrateLog(log: string, kind: 'in_place' | 'none'): Promise<MigratedFile> {
  const tally = new Tally(log)
  if (kind === 'none') {
    for await (const _ of tally.output()) continue
    return tally.result(tally.converted > 0 ? 'would_migrate' : 'up_to_date')
  }
  removeAbandoned(log)
  const temporary = `${log}.${process.pid}.tmp`
  try {
    const before = statSync(log).size
    await write([tally], temporary)
    if (tally.converted === 0) return tally.result('up_to_date')
    if (statSync(log).size !== before)
      throw new Error(`${log} grew while it was read\n  stop the runs that write to it, then migrate again`)
    const backup = freeCopyName(log)
    const aside = tally.lines.length > 0 ? backup.replace(/\.bak$/, '.set-aside') : null
    if (aside !== null) await writeLines(aside, tally.lines)
    // The copy is the file itself: a writer that has it open appends to it, and loses nothing.
    link(log, backup)
    renameSync(temporary, log)
    return tally.result('migrated', log, { backup, aside })
  } finally {
    rmSync(temporary, { force: true })
  }
}

/** Some file systems have no hard links. */
function link(log: string, backup: string): void {
  try {
    linkSync(log, backup)
  } catch {
    copyWhole(log, backup)
  }
}

/** Counts the lines of a log while it gives their new text. */
class Tally {
  readonly #log: string
  readonly #kept = new Map<string, number>()
  readonly #aside = new Map<string, number>()
  #read = 0
  converted = 0
  /** The lines that are not events. */
  readonly lines: string[] = []

  constructor(log: string) {
    this.#log = log
  }

  async *output(): AsyncGenerator<string> {
    for await (const batch of linesOf(this.#log)) {
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
    this.converted += 1
    add(this.#kept, migrated.as)
    return JSON.stringify(migrated.event)
  }
}

function add(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}

async function write(tallies: readonly Tally[], path: string): Promise<void> {
  async function* all() {
    for (const tally of tallies) yield* tally.output()
  }
  const file = createWriteStream(path, { flush: true })
  const isCompressed = path.replace(/\.\d+\.tmp$/, '').endsWith('.gz')
  await (isCompressed ? pipeline(Readable.from(all()), createGzip(), file) : pipeline(Readable.from(all()), file))
}

/** Lines of a log that were set aside, complete or absent. */
async function writeLines(path: string, lines: readonly string[]): Promise<void> {
  const { default: writeFileAtomic } = await import('write-file-atomic')
  writeFileAtomic.sync(path, lines.map((line) => `${line}\n`).join(''))
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}

/** Removes what migrations left that were killed. */
function removeAbandoned(path: string): void {
  for (const name of readdirSync(dirname(path))) {
    const [, pid] = name.startsWith(`${basename(path)}.`) ? (/\.(\d+)\.tmp$/.exec(name) ?? []) : []
    if (pid !== undefined && !isRunning(Number(pid))) rmSync(join(dirname(path), name), { force: true })
  }
}
