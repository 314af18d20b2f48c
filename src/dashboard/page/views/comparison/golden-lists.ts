import type { GoldenSide, PairedGolden } from '../../../../../schemas/generated/dashboard.ts'
import { reasonsText } from '../../../reasons-text.ts'

/** The lists of a comparison in the order in which they are offered. `newly failing` is a part of the others. */
export const LISTS = ['newly failing', 'regressed', 'improved', 'changed', 'unpaired', 'unchanged'] as const
type ListName = (typeof LISTS)[number]

/**
 * The goldens of each list, those with a changed verdict first. A golden fails newly where it passed before, or where its
 * question or expectation changed. Pure.
 */
export function goldenLists(goldens: readonly PairedGolden[]): Record<ListName, PairedGolden[]> {
  const of = (change: PairedGolden['change']) =>
    goldens.filter((golden) => golden.change === change).toSorted((a, b) => urgency(b) - urgency(a))
  return {
    'newly failing': goldens.filter(failsNewly),
    regressed: of('regressed'),
    improved: of('improved'),
    changed: of('changed'),
    unpaired: of('unpaired'),
    unchanged: of('unchanged'),
  }
}

function urgency(golden: PairedGolden): number {
  return Number(failsNewly(golden)) + Number(golden.reasons.some(({ kind }) => kind === 'pass_rate'))
}

function failsNewly({ before, after, stale }: PairedGolden): boolean {
  if (after === null || !fails(after)) return false
  return before === null || stale || !fails(before)
}

function fails({ judged, passed }: GoldenSide): boolean {
  return passed < judged
}

/** Why goldens are not in the metrics of both sides, each reason with its number, the most frequent first. Pure. */
export function leftOutOf(goldens: readonly PairedGolden[]): { reason: string; goldens: number }[] {
  const unpaired = goldens.filter(({ change }) => change === 'unpaired')
  return [...Map.groupBy(unpaired, ({ reasons }) => reasonsText(reasons))]
    .map(([reason, { length }]) => ({ reason, goldens: length }))
    .sort((a, b) => b.goldens - a.goldens)
}
