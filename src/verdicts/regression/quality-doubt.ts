import { isJudged } from '../golden.ts'
import type { GoldenResult } from '../results.ts'
import type { Pair } from './rule.ts'

/** Why the pass rates of these goldens cannot be compared; null: they can. */
export function qualityDoubt(pairs: readonly Pair[]): string | null {
  return unjudgedDoubt(pairs.map(({ current }) => current))
}

/** Why these goldens have no pass rate, as one sentence that names the first; null: all were judged. */
export function unjudgedDoubt(goldens: readonly GoldenResult[]): string | null {
  const open = goldens.filter((golden) => !isJudged(golden))
  const [first] = open
  if (first === undefined) return null
  const many = open.length === 1 ? '1 golden has a reply that was' : `${open.length} goldens have replies that were`
  return `${many} not judged, first "${first.id}": an unjudged reply is not a pass`
}
