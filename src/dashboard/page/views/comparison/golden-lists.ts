import type { PairedGolden } from '../../../../../schemas/generated/dashboard.ts'
import { type ListName, listOf } from '../../../golden-list.ts'
import { reasonsText } from '../../../reasons-text.ts'

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

function urgency(golden: PairedGolden): number {
  return Number(golden.reasons.some(({ kind }) => kind === 'pass_rate'))
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
  return [...Map.groupBy(unpaired, ({ reasons }) => reasonsText(reasons.filter(({ kind }) => kind === 'unpaired')))]
    .map(([reason, all]) => ({ reason, goldens: all.length, lists: [...new Set(all.map(listOf))] }))
    .sort((a, b) => b.goldens - a.goldens)
}
