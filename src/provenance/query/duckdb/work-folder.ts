import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { createFolder } from '../../../create-folder.ts'
import { isDead, MACHINE } from '../../../lock-owner.ts'

const PREFIX = 'aios-log-'

/** The machine and the process in the name of a folder: a process that is killed leaves the text of the log in it. */
const NAME = new RegExp(`^${PREFIX}([0-9a-f]+)-(\\d+)-`)

function machineId(): string {
  return crc32(MACHINE).toString(16)
}

/**
 * Creates a folder for text of the log, which only its owner can read, in the folder of the Parquet files; where that
 * cannot be written, in that of the system. Deletes the folders of processes that have ended.
 */
export function createWorkFolder(cache: string | null): string {
  if (cache !== null) {
    try {
      createFolder(cache)
      return createdIn(cache)
    } catch {
      // The folder is read-only or full.
    }
  }
  return createdIn(tmpdir())
}

function createdIn(parent: string): string {
  removeAbandoned(parent)
  return mkdtempSync(join(parent, `${PREFIX}${machineId()}-${process.pid}-`))
}

/** Deletes the folders of processes of this machine that have ended. */
export function removeAbandoned(parent: string): void {
  for (const name of namesIn(parent)) {
    const [, machine, pid] = NAME.exec(name) ?? []
    if (machine === machineId() && isDead({ pid: Number(pid), machine: MACHINE })) removeWorkFolder(join(parent, name))
  }
}

/** Deletes a folder for text of the log. */
export function removeWorkFolder(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true })
  } catch {
    // It belongs to another user, or the disk has become read-only: a later process deletes it.
  }
}

export function isWorkFolder(name: string): boolean {
  return NAME.test(name)
}

/** Whether the message of an error names such a folder of this process, or a file in it. */
export function namesWorkFolder(message: string): boolean {
  return message.includes(`${PREFIX}${machineId()}-${process.pid}-`)
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
