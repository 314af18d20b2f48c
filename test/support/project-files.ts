import { readdirSync } from 'node:fs'
import { join } from 'node:path'

/** Paths of the files below a folder, sorted, without installed packages: those are links, which `recursive` follows. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : filesBelow(join(folder, entry.name))
      return [join(folder, entry.name)]
    })
}
