import type { Baseline } from '../../../schemas/generated/baseline.ts'
import { readBaseline } from '../../artifacts/baseline/baseline-file.ts'

/** Help text of `--file`. */
export const FILE_HELP = 'another file than the baseline of the project'

/** Reads a baseline that must exist. Throws an Error with the remedy when it does not, and a BaselineError when it is invalid. */
export function existingBaseline(path: string): Baseline {
  const baseline = readBaseline(path)
  if (baseline !== null) return baseline
  throw new Error(
    `the baseline ${path} does not exist\n  record it: npx vitest run goldens -u; or list its copies: npx aios baseline list`,
  )
}
