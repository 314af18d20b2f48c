// Before the end-to-end tests: installs what is built, as npm would. Not a link to the repository, because Vitest
// transforms linked files outside of node_modules, which takes a quarter of the time of a short run.
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { basename, join } from 'node:path'

const repository = join(import.meta.dirname, '..', '..')
const cache = join(repository, 'node_modules/.cache/aios-installed')
const PARTS = ['package.json', 'dist', 'schemas', 'ci', 'docs', '.github/workflows', 'README.md', 'LICENSE']

/**
 * The installed package. It has the same path in all projects and runs: compiled code is cached by path.
 */
export const installed = join(cache, 'node_modules/vitest-aios')

/** The files that were installed. Not compared with the copy: its times can differ by a millisecond, from rounding. */
const record = join(installed, 'installed-files.txt')

/** Installs the package, unless it is installed as it is built. */
export default function setup(): void {
  if (!existsSync(join(repository, 'dist/plugin.js'))) throw new Error('The package is not built. Run: npm run build')
  const files = filesIn(repository)
  if (existsSync(record) && readFileSync(record, 'utf8') === files) return
  mkdirSync(join(cache, 'node_modules'), { recursive: true })
  const made = mkdtempSync(join(cache, 'new-'))
  for (const part of PARTS)
    cpSync(join(repository, part), join(made, part), { recursive: true, preserveTimestamps: true })
  symlinkSync(join(repository, 'node_modules'), join(made, 'node_modules'))
  writeFileSync(join(made, basename(record)), files)
  rmSync(installed, { recursive: true, force: true })
  renameSync(made, installed)
}

/** Path, size and time of each file of a package, as a text to compare. */
function filesIn(folder: string): string {
  return PARTS.flatMap((part) => listed(folder, part)).join('\n')
}

function listed(folder: string, part: string): string[] {
  const path = join(folder, part)
  if (!existsSync(path)) return []
  const stats = statSync(path)
  if (stats.isFile()) return [`${part} ${stats.size} ${Math.floor(stats.mtimeMs)}`]
  return readdirSync(path)
    .toSorted()
    .flatMap((name) => listed(folder, join(part, name)))
}
