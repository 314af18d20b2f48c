import { lstatSync, readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { isDead, parseOwner } from '../../lock-owner.ts'

/** O_WRONLY or O_RDWR, in octal as Linux prints it. */
const WRITES = /^flags:\s+\d*[12]$/m

/**
 * Processes that write to the files of a folder now, as far as that is known: holders of its locks, and on Linux those
 * that have one of its files open for writing. A run has its log open from the first reply to the end.
 */
export function writersTo(dir: string): { pid: number; path: string }[] {
  return [...lockHolders(dir), ...openFiles(dir)]
}

function lockHolders(dir: string): { pid: number; path: string }[] {
  return namesIn(dir)
    .filter((name) => name.endsWith('.lock'))
    .flatMap((name) => {
      const path = join(dir, name)
      const owner = attempt(() =>
        parseOwner(lstatSync(path).isSymbolicLink() ? readlinkSync(path) : readFileSync(path, 'utf8')),
      )
      return owner === null || isDead(owner) ? [] : [{ pid: owner.pid, path }]
    })
}

function openFiles(dir: string): { pid: number; path: string }[] {
  const folder = attempt(() => realpathSync(dir))
  if (process.platform !== 'linux' || folder === null) return []
  return namesIn('/proc').flatMap((pid) => {
    if (!/^\d+$/.test(pid) || Number(pid) === process.pid) return []
    // Processes of other users cannot be looked into, and any may end meanwhile.
    return namesIn(`/proc/${pid}/fd`).flatMap((descriptor) => {
      const path = attempt(() => readlinkSync(`/proc/${pid}/fd/${descriptor}`))
      if (path === null || !path.startsWith(`${folder}/`)) return []
      const flags = attempt(() => readFileSync(`/proc/${pid}/fdinfo/${descriptor}`, 'utf8'))
      return flags !== null && WRITES.test(flags) ? [{ pid: Number(pid), path }] : []
    })
  })
}

function namesIn(folder: string): string[] {
  return attempt(() => readdirSync(folder)) ?? []
}

function attempt<T>(read: () => T): T | null {
  try {
    return read()
  } catch {
    return null
  }
}
