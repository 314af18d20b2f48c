import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream, existsSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type { MigratedFile } from '../../../schemas/generated/migration-output.ts'
import { createFolder } from '../../create-folder.ts'
import { isRunning } from '../../is-running.ts'
import { migrateInPlace } from './migrate-in-place.ts'
import { Tally, writeLines } from './tally.ts'
import { namingFile } from '../../text/system-error.ts'

/** Where a migration writes: to a new file, in place of each log, or to no file (a dry run). */
export type MigrationTarget = { kind: 'new'; path: string } | { kind: 'in_place' } | { kind: 'none' }

/**
 * Migrates logs to the current format, of any size. Lines that are not events go to a file beside the output, unchanged.
 * Every file is complete or absent, whenever the process is killed; a log that is replaced stays as a dated copy. A log
 * without older events stays as it is. Rejects where the new file exists with another content.
 */
export async function migrateLogs(logs: readonly string[], target: MigrationTarget): Promise<MigratedFile[]> {
  if (target.kind !== 'new') {
    const files: MigratedFile[] = []
    for (const log of logs) files.push(await (target.kind === 'none' ? survey(log) : migrateInPlace(log)))
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
      writeLines(
        aside,
        tallies.flatMap(({ lines }) => lines),
      )
    renameSync(temporary, path)
    return tallies.map((tally) => tally.result('migrated', path, { aside }))
  } finally {
    rmSync(temporary, { force: true })
  }
}

async function survey(log: string): Promise<MigratedFile> {
  const tally = new Tally(log)
  for await (const _ of tally.output()) continue
  return tally.result(tally.isNeeded() ? 'would_migrate' : 'up_to_date')
}

async function write(tallies: readonly Tally[], path: string): Promise<void> {
  async function* all() {
    for (const tally of tallies) yield* tally.output()
  }
  const file = createWriteStream(path, { flush: true })
  const isCompressed = path.replace(/\.\d+\.tmp$/, '').endsWith('.gz')
  const written = isCompressed
    ? pipeline(Readable.from(all()), createGzip(), file)
    : pipeline(Readable.from(all()), file)
  await written.catch((error: unknown) => {
    throw namingFile(error, path)
  })
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
