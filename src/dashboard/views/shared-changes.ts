import type { ChangeReason, SharedChange } from '../../../schemas/generated/dashboard.ts'
import type { JudgedChange } from './golden-change.ts'

/** Fewest goldens with the same change of model or source for which it is named once for all. */
const FEWEST = 3

/** The changes of model or source that several goldens share: the likely cause of what else changed. Pure. */
export function sharedChanges(goldens: readonly JudgedChange[]): SharedChange[] {
  const counts = new Map<string, number>()
  for (const { kind, text } of goldens.flatMap(({ reasons }) => reasons))
    if (kind === 'model' || kind === 'source') counts.set(text, (counts.get(text) ?? 0) + 1)
  return [...counts]
    .filter(([, count]) => count >= FEWEST)
    .map(([change, count]) => ({ change, goldens: count }))
    .sort((a, b) => b.goldens - a.goldens)
}

/** The reasons of a golden without those that are named once for all. Pure. */
export function ownReasons(reasons: readonly ChangeReason[], shared: readonly SharedChange[]): ChangeReason[] {
  return reasons.filter(({ text }) => !shared.some(({ change }) => change === text))
}
