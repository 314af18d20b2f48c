import { closeSync, existsSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { isRecord } from '../../is-record.ts'
import { errorCode } from '../../text/error-message.ts'

/** Folders that have no golden sets of the project. */
const SKIPPED = /^(\..*|node_modules|dist|build|coverage|cassettes)$/

/** Larger JSON files are mostly data: they are parsed only when they begin like a golden set. */
const LARGE_BYTES = 20_000_000

/** How much of a large file is looked at first, in bytes. */
const HEAD_BYTES = 64_000

/** The file in a line `describeGoldens(name, './file.json')`. */
const DESCRIBED = /^[ \t]*describeGoldens\s*\(\s*(?:'[^'\n]*'|"[^"\n]*"|`[^`]*`)\s*,\s*['"`]([^'"`\n$]+)['"`]/gm

/**
 * The golden sets of a project, sorted: the files that its suites name, whether or not they exist, and the JSON files that
 * are lists of goldens. Folders with a `package.json` are other projects. Files that a suite computes are not seen.
 */
export function findGoldenSets(root: string): string[] {
  return [...new Set(goldenFilesIn(root).flatMap(setsOfFile))].sort()
}

const SUITE = /\.(test|spec)\.[cm]?[jt]sx?$/

/** The files of a project that may name golden sets or be one. */
export function goldenFilesIn(root: string): string[] {
  return [...filesIn(root)].filter((path) => SUITE.test(path) || path.endsWith('.json'))
}

/** The golden sets that a file of `goldenFilesIn` names, or the file itself where it is one. */
export function setsOfFile(path: string): string[] {
  if (SUITE.test(path)) return setsOfSuite(path)
  return isGoldenSet(path) ? [path] : []
}

function* filesIn(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) {
      const isOfProject = !SKIPPED.test(entry.name) && !existsSync(join(path, 'package.json'))
      if (isOfProject) yield* filesIn(path)
    } else if (entry.isFile()) yield path
  }
}

/** Template literals of several lines may contain the source of another suite. */
function setsOfSuite(path: string): string[] {
  const source = readFileSync(path, 'utf8').replace(/`[^`]*`/g, (text) => (text.includes('\n') ? '``' : text))
  return Array.from(source.matchAll(DESCRIBED), ([, file = '']) => resolve(dirname(path), file))
}

/** A list of goldens; a file in a folder of goldens that is not JSON is a damaged one. */
function isGoldenSet(path: string): boolean {
  if (statSync(path).size > LARGE_BYTES && !/"question"\s*:/.test(headOf(path))) return false
  let data: unknown
  try {
    data = JSON.parse(readFileSync(path, 'utf8').replace(/^\ufeff/, ''))
  } catch (error) {
    // Too long for a string: reading the set reports it.
    if (errorCode(error) === 'ERR_STRING_TOO_LONG') return true
    return basename(dirname(path)) === 'goldens' && !basename(path).startsWith('baseline')
  }
  const goldens: unknown = isRecord(data) ? data['goldens'] : data
  return (
    Array.isArray(goldens) &&
    goldens.some(
      (golden: unknown) => isRecord(golden) && 'question' in golden && 'id' in golden && !('response' in golden),
    )
  )
}

function headOf(path: string): string {
  const file = openSync(path, 'r')
  try {
    const buffer = Buffer.alloc(HEAD_BYTES)
    return buffer.toString('utf8', 0, readSync(file, buffer, 0, HEAD_BYTES, 0))
  } finally {
    closeSync(file)
  }
}
