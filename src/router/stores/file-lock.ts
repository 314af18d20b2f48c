import { randomUUID } from 'node:crypto'
import { lstatSync, readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { createFolder } from '../../create-folder.ts'
import { errorCode } from '../../text/error-message.ts'
import { monotonicMs } from '../../clock.ts'
import { isDead, MACHINE, type Owner, ownerLine, parseOwner } from './owner.ts'

/** A lock that stands unchanged for so long is of a dead holder: holders work without a pause, for milliseconds. */
const STALE_AFTER_MS = 3_000

/** How long to wait for others, before that is an error. */
const PATIENCE_MS = 10_000

/** The lock, while it is held. */
export interface Held {
  /** Where to write before renaming: whoever removes the lock of a dead holder removes this file too. */
  temporary: string
  /** Throws a LostLock when somebody took this holder for dead. */
  assertHeld(): void
}

/** Somebody took the lock away, after this process had stood still for seconds. What was under way has to begin again. */
export class LostLock extends Error {
  override name = 'LostLock'
}

/**
 * Does `work` while no other process is at the file `path`. The folder comes into being. `work` is synchronous, so that
 * nothing can hold the lock for long.
 *
 * A killed holder's lock is removed at once by others on its machine, and after three seconds from elsewhere. Removing
 * is itself locked: of two processes that find a lock dead, the slower one would else remove the faster one's new lock,
 * and both would write.
 */
export async function whileLocked<T>(path: string, work: (held: Held) => T): Promise<T> {
  const lock = `${path}.lock`
  const me: Owner = { token: randomUUID(), pid: process.pid, machine: MACHINE }
  const watch = new Watch()
  const giveUpAt = monotonicMs() + PATIENCE_MS
  for (let tries = 0; !take(lock, me); tries += 1) {
    const other = look(lock)
    if (other !== null && watch.isGone(other)) clear(path, lock, other, watch)
    if (monotonicMs() > giveUpAt) throw new Error(`others hold ${lock} all the time, last ${inWords(other)}`)
    await pause(1 + Math.min(tries, 10) * Math.random())
  }
  const isMine = () => look(lock)?.owner?.token === me.token
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

/** A lock as it was seen. Two with the same `identity` are one and the same. */
interface Seen {
  file: string
  identity: string
  owner: Owner | null
}

/** Tells live holders from dead ones by this process's own clock: those of machines and disks may differ. */
class Watch {
  readonly #since = new Map<string, { identity: string; at: number }>()

  isGone({ file, identity, owner }: Seen): boolean {
    if (owner !== null && isDead(owner)) return true
    const known = this.#since.get(file)
    if (known?.identity === identity) return monotonicMs() - known.at > STALE_AFTER_MS
    this.#since.set(file, { identity, at: monotonicMs() })
    return false
  }
}

/** Removes a dead holder's lock and its temporary file, unless another process is about to. */
function clear(path: string, lock: string, dead: Seen, watch: Watch): void {
  const removal = `${lock}.removal`
  if (!take(removal, { token: randomUUID(), pid: process.pid, machine: MACHINE })) {
    const other = look(removal)
    if (other !== null && watch.isGone(other)) rmSync(removal, { force: true })
    return
  }
  try {
    if (look(lock)?.identity !== dead.identity) return
    if (dead.owner !== null) rmSync(temporaryOf(path, dead.owner), { force: true })
    rmSync(lock, { force: true })
  } finally {
    rmSync(removal, { force: true })
  }
}

/**
 * false: it is taken already. A lock is a symbolic link to nowhere that reads as its owner: it comes into being with the
 * owner in it, at once, so that there is no moment at which a killed holder leaves a lock that names nobody.
 */
function take(lock: string, owner: Owner): boolean {
  createFolder(dirname(lock))
  try {
    symlinkSync(ownerLine(owner), lock)
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false
    // Windows allows links to some only, and some disks have none.
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

function look(file: string): Seen | null {
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

function inWords(seen: Seen | null): string {
  return seen?.owner ? `process ${seen.owner.pid}` : 'an unknown process'
}
