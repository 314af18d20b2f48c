import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

/** Whether a test file uses the package, so that its tests are known only when it runs. */
export function usesPackage(file: string): boolean {
  return /['"]vitest-aios['"]/.test(read(file))
}

/** Whether a test file may use one of these golden sets: it imports the package, or contains the name of a set. */
export function canHoldSet(file: string, sets: readonly string[]): boolean {
  const text = read(file)
  return usesPackage(file) || sets.some((set) => ["'", '"', '`'].some((quote) => text.includes(quote + set + quote)))
}

/** The JSON files that a test file names, as absolute paths: its golden sets among them. */
export function namedJsonFiles(file: string): string[] {
  const names = [...read(file).matchAll(/['"`]([^'"`\n]+\.json)['"`]/g)].map(([, name = '']) => name)
  return names.map((name) => resolve(dirname(file), name))
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
