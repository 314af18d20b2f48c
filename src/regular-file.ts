import type { Stats } from 'node:fs'

/** Whether a path is a pipe, a socket or a device: reading it might never end, and a file would come in its place. Pure. */
export function isSpecialFile(stats: Stats): boolean {
  return !stats.isFile() && !stats.isDirectory()
}

/** Throws an Error for a special file; folders pass, because the system's error for them is clear. `name`: its subject. */
export function assertRegularFile(stats: Stats, name = 'it'): void {
  if (isSpecialFile(stats)) throw new Error(`${name} is not a regular file`)
}
