import type { Stats } from 'node:fs'

/**
 * Throws an Error for a pipe, a socket or a device: reading it might never end, and a file would come in its place. Folders
 * pass, because the system's error for them is clear. `name`: how the message begins.
 */
export function assertRegularFile(stats: Stats, name = 'it'): void {
  if (!stats.isFile() && !stats.isDirectory()) throw new Error(`${name} is not a regular file`)
}
