import { readFileSync } from 'node:fs'
import type { Mutant } from './instrument.ts'
import { equivalents } from './modules.ts'

/** Whether a change gives the same result, by the list in `modules.ts`. */
export function isEquivalent(file: string, { start, end, replacement }: Mutant): boolean {
  return equivalents.some((each) => {
    if (each.file !== file || (each.to !== undefined && each.to !== replacement)) return false
    const source = readFileSync(file, 'utf8')
    const at = source.indexOf(each.code)
    if (at < 0) throw new Error(`${file} has no "${each.code}" any more; take it out of scripts/mutation/modules.ts`)
    return start >= at && end <= at + each.code.length
  })
}
