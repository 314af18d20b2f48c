import type { GoldenDiff } from '../../artifacts/baseline/diff.ts'
import { UNKNOWN_MODEL } from '../../verdicts/regression/comparison.ts'
import { counted } from '../../text/counted.ts'

/** The two sides of a golden, and what of them cannot be compared. */
export interface ComparableDiff extends GoldenDiff {
  /** Against a baseline: another model answers. */
  isOtherModel: boolean
  /** Between two runs: one latency was measured, the other replayed from an older recording. */
  isOtherOrigin: boolean
}

/**
 * Marks what cannot be compared. With a baseline it is as the gate does: goldens of another model, while a replay has the
 * latencies of its recordings. Two runs are compared also to see what another model changes. Pure.
 */
export function comparable(
  diffs: readonly GoldenDiff[],
  { withBaseline }: { withBaseline: boolean },
): ComparableDiff[] {
  const known = new Map([...Map.groupBy(diffs, ({ set }) => set)].map(([set, ofSet]) => [set, modelsBefore(ofSet)]))
  return diffs.map((diff): ComparableDiff => {
    const { before, after, set } = diff
    const isOtherOrigin = !withBaseline && before !== null && after !== null && before.origin !== after.origin
    const isOtherModel = withBaseline && answersAnother(diff, known.get(set) ?? new Map())
    return { ...diff, isOtherModel, isOtherOrigin, ...(isOtherOrigin && { latencyChange: null }) }
  })
}

/** The models of each source. */
type Models = ReadonlyMap<string, ReadonlySet<string>>

function modelsBefore(diffs: readonly GoldenDiff[]): Models {
  const models = new Map<string, Set<string>>()
  for (const { before } of diffs)
    if (before !== null) models.set(before.source, (models.get(before.source) ?? new Set()).add(before.model))
  return models
}

/** A golden that moved to the other source is of another model by design, unless the baseline has other models of that source. */
function answersAnother({ before, after }: GoldenDiff, known: Models): boolean {
  if (before === null || after === null) return false
  const own = before.source === after.source ? new Set([before.model]) : known.get(after.source)
  return own !== undefined && !own.has(UNKNOWN_MODEL) && !own.has(after.model)
}

/** A sentence about latencies that are not compared; empty: all are. Pure. */
export function latencyNotes(diffs: readonly ComparableDiff[]): string[] {
  const { length } = diffs.filter(({ isOtherOrigin }) => isOtherOrigin)
  if (length === 0) return []
  return [`The latencies of ${counted(length, 'golden')} are not compared: one was measured, the other replayed.`]
}
