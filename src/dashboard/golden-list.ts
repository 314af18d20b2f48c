import type { GoldenSide, PairedGolden } from '../../schemas/generated/dashboard.ts'

/** The lists of a comparison in the order in which they are offered; each golden is in one. */
export const LISTS = ['newly failing', 'regressed', 'improved', 'changed', 'unpaired', 'unchanged'] as const
export type ListName = (typeof LISTS)[number]

type Side = Pick<GoldenSide, 'judged' | 'passed'>

/** What decides the list of a golden. */
type Pair = Pick<PairedGolden, 'change' | 'stale'> & { before: Side | null; after: Side | null }

/**
 * The list of a golden. It fails newly where it passed before, or where its question or expectation changed; else it counts
 * as changed with another question or expectation, although the two sides are not compared. Pure.
 */
export function listOf(golden: Pair): ListName {
  if (failsNewly(golden)) return 'newly failing'
  return golden.stale ? 'changed' : golden.change
}

function failsNewly({ before, after, stale }: Pair): boolean {
  if (after === null || !fails(after)) return false
  return before === null || stale || !fails(before)
}

function fails({ judged, passed }: Side): boolean {
  return passed < judged
}
