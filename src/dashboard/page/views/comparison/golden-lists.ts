import type { GoldenSide, PairedGolden } from '../../../../../schemas/generated/dashboard.ts'
import { reasonsText } from '../../../reasons-text.ts'

/** The lists of a comparison in the order in which they are offered; each golden is in one. */
export const LISTS = ['newly failing', 'regressed', 'improved', 'changed', 'unpaired', 'unchanged'] as const
export type ListName = (typeof LISTS)[number]

/** The goldens of each list, those with a changed verdict first. Pure. */
export function goldenLists(goldens: readonly PairedGolden[]): Record<ListName, PairedGolden[]> {
  const of = (name: ListName) =>
    goldens.filter((golden) => listOf(golden) === name).toSorted((a, b) => urgency(b) - urgency(a))
  return {
    'newly failing': of('newly failing'),
    regressed: of('regressed'),
    improved: of('improved'),
    changed: of('changed'),
    unpaired: of('unpaired'),
    unchanged: of('unchanged'),
  }
}

/**
 * The list of a golden. It fails newly where it passed before, or where its question or expectation changed; else it counts
 * as changed with another question or expectation, although the two sides are not compared. Pure.
 */
function listOf(golden: PairedGolden): ListName {
  if (failsNewly(golden)) return 'newly failing'
  return golden.stale ? 'changed' : golden.change
}

function urgency(golden: PairedGolden): number {
  return Number(golden.reasons.some(({ kind }) => kind === 'pass_rate'))
}

function failsNewly({ before, after, stale }: PairedGolden): boolean {
  if (after === null || !fails(after)) return false
  return before === null || stale || !fails(before)
}

function fails({ judged, passed }: GoldenSide): boolean {
  return passed < judged
}

/** Goldens that are not in the metrics of both sides for the same reason. */
export interface LeftOut {
  reason: string
  goldens: number
  /** Where they are. */
  lists: ListName[]
}

/** The goldens that are not in the metrics of both sides by reason, the most frequent first. Pure. */
export function leftOutOf(goldens: readonly PairedGolden[]): LeftOut[] {
  const unpaired = goldens.filter(({ change }) => change === 'unpaired')
  return [...Map.groupBy(unpaired, ({ reasons }) => reasonsText(reasons))]
    .map(([reason, all]) => ({ reason, goldens: all.length, lists: [...new Set(all.map(listOf))] }))
    .sort((a, b) => b.goldens - a.goldens)
}
