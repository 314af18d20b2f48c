import { randomUUID } from 'node:crypto'
import { lstatSync, readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { createFolder } from './create-folder.ts'
import { errorCode } from './text/error-message.ts'
import { monotonicMs } from './clock.ts'
import { isDead, MACHINE, type Owner, ownerLine, parseOwner } from './lock-owner.ts'

/** Milliseconds after which an unchanged lock is stale: holders keep it for a few milliseconds. */
const STALE_AFTER_MS = 3_000

/** Milliseconds to wait for the lock. */
const TIMEOUT_MS = 10_000

/** The lock, while it is held. */
export interface Held {
  /** Path for the write before the rename; removed together with a stale lock. */
  temporary: string
  /** Throws a LostLock if another process removed the lock as stale. */
  assertHeld(): void
}

/** Another process removed the lock after this process had paused for seconds. The work must be repeated. */
export class LostLock extends Error {
  override name = 'LostLock'
}

/**
 * Runs `work` with an exclusive lock for the file `path`, and creates its folder. `work` is synchronous, so that the lock is
 * held briefly.
 *
 * Processes of the same machine remove the lock of a killed holder immediately, others after three seconds. A second lock
 * guards the removal: otherwise the slower of two processes would remove the new lock of the faster one, and both would
 * write.
 */
export async function whileLocked<T>(path: string, work: (held: Held) => T): Promise<T> {
  const lock = `${path}.lock`
  const me: Owner = { token: randomUUID(), pid: process.pid, machine: MACHINE }
  const watch = new Watch()
  const giveUpAt = monotonicMs() + TIMEOUT_MS
  for (let tries = 0; !take(lock, me); tries += 1) {
    const other = readLock(lock)
    if (other !== null && watch.isStale(other)) removeStale(path, lock, other, watch)
    if (monotonicMs() > giveUpAt)
      throw new Error(`other processes held ${lock} for ${TIMEOUT_MS / 1_000} s, last ${describeHolder(other)}`)
    await pause(1 + Math.min(tries, 10) * Math.random())
  }
  const isMine = () => readLock(lock)?.owner?.token === me.token
  try {
    return work({
      temporary: temporaryOf(path, me),
      assertHeld() {
        if (!isMine()) throw new LostLock(`${lock} was taken by another process`)
      },
    })
  } finally {
    if (isMine()) rmSync(lock, { force: true })
  }
}

/** A lock that was read; the same `identity` means the same lock. */
interface FoundLock {
  file: string
  identity: string
  owner: Owner | null
}

/** Detects stale locks with the clock of this process, since clocks of machines and disks may differ. */
class Watch {
  readonly #since = new Map<string, { identity: string; at: number }>()

  isStale({ file, identity, owner }: FoundLock): boolean {
    if (owner !== null && isDead(owner)) return true
    const known = this.#since.get(file)
    if (known?.identity === identity) return monotonicMs() - known.at > STALE_AFTER_MS
    this.#since.set(file, { identity, at: monotonicMs() })
    return false
  }
}

/** Removes a stale lock and its temporary file, unless another process is removing them. */
function removeStale(path: string, lock: string, dead: FoundLock, watch: Watch): void {
  const removal = `${lock}.removal`
  if (!take(removal, { token: randomUUID(), pid: process.pid, machine: MACHINE })) {
    const other = readLock(removal)
    if (other !== null && watch.isStale(other)) rmSync(removal, { force: true })
    return
  }
  try {
    if (readLock(lock)?.identity !== dead.identity) return
    if (dead.owner !== null) rmSync(temporaryOf(path, dead.owner), { force: true })
    rmSync(lock, { force: true })
  } finally {
    rmSync(removal, { force: true })
  }
}

/**
 * Tries to create the lock; false: it exists. A lock is a dangling symbolic link whose target names the owner: creating it is
 * atomic, so that a killed holder cannot leave a lock without an owner.
 */
function take(lock: string, owner: Owner): boolean {
  createFolder(dirname(lock))
  try {
    symlinkSync(ownerLine(owner), lock)
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false
    // Windows restricts links, and some file systems do not support them.
    if (!NO_LINKS.has(errorCode(error))) throw error
    return takeAsFile(lock, owner)
  }
  return true
}

const NO_LINKS = new Set<unknown>(['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EINVAL'])

function takeAsFile(lock: string, owner: Owner): boolean {
  try {
    writeFileSync(lock, ownerLine(owner), { flag: 'wx' })
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false
    throw error
  }
  return true
}

function readLock(file: string): FoundLock | null {
  try {
    const stats = lstatSync(file, { bigint: true })
    const text = stats.isSymbolicLink() ? readlinkSync(file) : readFileSync(file, 'utf8')
    const { ino, mtimeNs } = stats
    return { file, identity: `${ino} ${mtimeNs} ${text}`, owner: parseOwner(text) }
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null
    throw error
  }
}

function temporaryOf(path: string, { token }: Owner): string {
  return `${path}.${token}.tmp`
}

function describeHolder(found: FoundLock | null): string {
  return found?.owner ? `process ${found.owner.pid}` : 'an unknown process'
}
