import { isJudged } from '../golden.ts'
import type { GoldenResult } from '../results.ts'
import type { Pair } from './rule.ts'

/** Why the pass rates of these goldens cannot be compared; null: they can be. */
export function qualityProblem(pairs: readonly Pair[]): string | null {
  return unjudgedProblem(pairs.map(({ current }) => current))
}

/** The goldens without a pass rate, in a sentence that names the first; null: all were judged. */
export function unjudgedProblem(goldens: readonly GoldenResult[]): string | null {
  const open = goldens.filter((golden) => !isJudged(golden))
  const [first] = open
  if (first === undefined) return null
  const many = open.length === 1 ? '1 golden has a reply that was' : `${open.length} goldens have replies that were`
  return `${many} not judged, first "${first.id}": an unjudged reply is not a pass`
}
