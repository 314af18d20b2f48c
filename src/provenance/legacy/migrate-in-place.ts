import { closeSync, linkSync, openSync, readdirSync, readFileSync, realpathSync, rmSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { MigratedFile } from '../../../schemas/generated/migration-output.ts'
import { copyWhole, freeCopyName } from '../../dated-copy.ts'
import { whileLocked } from '../../file-lock.ts'
import { errorCode } from '../../text/error-message.ts'
import { CURRENT_LOG } from '../log-files.ts'
import { recoverLate, removeReplacements, replaceLog } from '../replace-log.ts'
import { Tally, writeLines } from './tally.ts'
import { writeWhole } from '../../write-whole.ts'

/** Ending of a file beside a dated copy: how many bytes of the copy are in the migrated log. */
const PENDING = '.pending'

/**
 * Replaces a log by its migrated form. What other processes append meanwhile is migrated too. The old file stays as a
 * dated copy. A migration that was killed is completed by the next one. Rejects while a process goes on writing to the
 * old file, and where the log was rotated meanwhile.
 */
export async function migrateInPlace(named: string): Promise<MigratedFile> {
  const log = realpathSync(named)
  removeReplacements(dirname(log))
  await completeMigrations(log)
  const tally = new Tally(named)
  const kept: KeptFiles = { backup: null, aside: null, asideLines: 0 }
  const replaced = await replaceLog(log, {
    stream: (input) => tally.stream(input),
    rest: (bytes) => tally.rest(bytes),
    isNeeded: () => tally.isNeeded(),
    beforeReplacing(bytes) {
      kept.backup = freeCopyName(log)
      keepAside(kept, tally.lines)
      writeWhole(`${kept.backup}${PENDING}`, String(bytes))
      // The copy is the file itself, so that it also has what a process appends that has the file open.
      link(log, kept.backup)
    },
  })
  if (replaced.state === 'moved') throw new Error(`${named} was rotated while it was read\n  Run the command again`)
  const { backup } = kept
  if (backup === null) return tally.result('up_to_date')
  keepAside(kept, tally.lines)
  if (replaced.state === 'still_written') {
    writeWhole(`${backup}${PENDING}`, String(replaced.bytes))
    throw stillWritten(named, backup)
  }
  rmSync(`${backup}${PENDING}`, { force: true })
  return tally.result('migrated', named, { backup, aside: kept.aside })
}

/** The files beside a log that is migrated. */
interface KeptFiles {
  /** The old file. */
  backup: string | null
  /** Its lines that are not events. */
  aside: string | null
  asideLines: number
}

/** Writes the lines that are set aside, where there are new ones. */
function keepAside(kept: KeptFiles, lines: readonly string[]): void {
  if (kept.backup === null || lines.length === kept.asideLines) return
  kept.aside = kept.backup.replace(/\.bak$/, '.set-aside')
  kept.asideLines = lines.length
  writeLines(kept.aside, lines)
}

/** Migrates the last lines of replaced files, which a killed migration has not. */
async function completeMigrations(log: string): Promise<void> {
  const ending = `.bak${PENDING}`
  const names = readdirSync(dirname(log)).filter(
    (name) => name.startsWith(`${basename(log)}.`) && name.endsWith(ending),
  )
  for (const name of names) {
    const pending = join(dirname(log), name)
    const backup = pending.slice(0, -PENDING.length)
    const bytes = bytesIn(pending)
    // Another migration has just completed it.
    if (bytes === null) continue
    if (await undoUnfinished(log, backup)) continue
    if (statSync(backup, { throwIfNoEntry: false }) !== undefined && !log.endsWith('.gz')) {
      const source = openSync(backup, 'r')
      try {
        const tally = new Tally(log)
        const recovered = await recoverLate(source, bytes, log, tally)
        if (recovered.state === 'still_written') {
          writeWhole(pending, String(recovered.bytes))
          throw stillWritten(log, backup)
        }
        if (tally.lines.length > 0) addLines(backup.replace(/\.bak$/, '.set-aside'), tally.lines)
      } finally {
        closeSync(source)
      }
    }
    rmSync(pending, { force: true })
  }
}

/** Removes the copy of a log that was not replaced. The lock excludes a migration that is about to replace it. */
function undoUnfinished(log: string, backup: string): Promise<boolean> {
  return whileLocked(join(dirname(log), CURRENT_LOG), () => {
    if (!isSameFile(log, backup)) return false
    for (const path of [backup, backup.replace(/\.bak$/, '.set-aside'), `${backup}${PENDING}`])
      rmSync(path, { force: true })
    return true
  })
}

function bytesIn(pending: string): number | null {
  try {
    return Number(readFileSync(pending, 'utf8'))
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null
    throw error
  }
}

function addLines(path: string, lines: readonly string[]): void {
  const before = statSync(path, { throwIfNoEntry: false }) === undefined ? '' : readFileSync(path, 'utf8')
  writeWhole(path, `${before}${lines.map((line) => `${line}\n`).join('')}`)
}

function stillWritten(log: string, backup: string): Error {
  return new Error(
    `${log} is converted, but a process goes on writing to the old file, which is ${backup} now\n  End the process, then run the command again: it adds these events`,
  )
}

function isSameFile(path: string, other: string): boolean {
  const [a, b] = [path, other].map((each) => statSync(each, { throwIfNoEntry: false }))
  return a !== undefined && b !== undefined && a.ino === b.ino && a.dev === b.dev
}

/** Some file systems have no hard links. */
function link(log: string, backup: string): void {
  try {
    linkSync(log, backup)
  } catch {
    copyWhole(log, backup)
  }
}
