import { readFileSync } from 'node:fs'
import { equivalents } from './equivalents.ts'
import type { Mutant } from './instrument.ts'

/** Whether a change gives the same result, by the list in `equivalents.ts`. */
export function isEquivalent(file: string, { start, end, replacement }: Mutant): boolean {
  return (equivalents[file] ?? []).some(({ code, to }) => {
    const places = placesOf(file, code)
    if (places.length === 0) throw new Error(`${file} has no "${code}"; correct scripts/mutation/equivalents.ts`)
    const isWithin = places.some((at) => start >= at && end <= at + code.length)
    return isWithin && (to === undefined || to === replacement)
  })
}

function placesOf(file: string, code: string): number[] {
  const source = readFileSync(file, 'utf8')
  const places: number[] = []
  for (let at = source.indexOf(code); at >= 0; at = source.indexOf(code, at + 1)) places.push(at)
  return places
}
