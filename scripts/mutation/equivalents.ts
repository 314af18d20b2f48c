import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Mutant } from './instrument.ts'

/** A piece of source code whose changes are equivalent, so that no test can detect them. */
export interface Equivalent {
  file: string
  code: string
  /** Only this replacement. Default: all changes in the piece. */
  to: string | undefined
  reason: string
}

/**
 * The equivalents of a module, from `equivalents/NAME.txt`: the path of a source on a line of its own, then below it
 * one indented line for each, `CODE  ->  REPLACEMENT  #  REASON`; without `->  REPLACEMENT` it covers every change
 * in the code.
 */
export function readEquivalents(module: string): Equivalent[] {
  const path = join('scripts/mutation/equivalents', `${module.toLowerCase().replaceAll(/\W+/g, '-')}.txt`)
  return existsSync(path) ? parseEquivalents(readFileSync(path, 'utf8'), path) : []
}

export function parseEquivalents(text: string, path: string): Equivalent[] {
  let file: string | undefined
  return text.split('\n').flatMap((line, index) => {
    if (!line.startsWith('  ')) {
      if (line !== '') file = line
      return []
    }
    const parts = /^ {2}(?<code>.+?)(?: {2}-> {2}(?<to>.*))? {2}# {2}(?<reason>.+)$/.exec(line)?.groups
    const { code, to, reason } = parts ?? {}
    if (file === undefined || code === undefined || reason === undefined) {
      throw new Error(`${path}:${index + 1}: expected "  CODE  ->  REPLACEMENT  #  REASON" below the path of a source`)
    }
    return [{ file, code, to, reason }]
  })
}

/** Whether the equivalent is for this change of the source in its file. */
export function excuses({ file, code, to }: Equivalent, { start, end, replacement }: Mutant): boolean {
  const isWithin = placesOf(file, code).some((at) => start >= at && end <= at + code.length)
  return isWithin && (to === undefined || to === replacement)
}

function placesOf(file: string, code: string): number[] {
  const source = readFileSync(file, 'utf8')
  const places: number[] = []
  for (let at = source.indexOf(code); at >= 0; at = source.indexOf(code, at + 1)) places.push(at)
  return places
}
