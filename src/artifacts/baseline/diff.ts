import { type WordChange, wordDiff } from '../../text/word-diff.ts'
import type { GoldenSnapshot, SetSnapshot, Snapshot } from './snapshot.ts'

/**
 * How a golden differs. `changed`: quality, source, model or reply, or the latency by more than the tolerance. `added` and
 * `removed`: only the second or the first has it. `not_measured`: it got no reply in the run.
 */
export type GoldenChange = 'same' | 'changed' | 'added' | 'removed' | 'not_measured'

/** The difference between two snapshots of a golden; null: that side does not have it. */
export interface GoldenDiff {
  set: string
  id: string
  change: GoldenChange
  before: GoldenSnapshot | null
  after: GoldenSnapshot | null
  /** Change of the latency relative to before, such as 0.25; null where one side has none. */
  latencyChange: number | null
  /** Whether question or expectation differ, so that the two are not comparable. */
  isStale: boolean
  /** The words of the replies; empty where they are the same or one side has none. */
  words: WordChange[]
}

/**
 * Compares two snapshots golden by golden, in the order of the sets and ids of the first, then of the second. `tolerance`:
 * the change of latency above which a golden counts as changed. Pure.
 */
export function diffSnapshots(before: Snapshot, after: Snapshot, tolerance: number): GoldenDiff[] {
  const pairs = pairSets(before, after)
  return pairs.flatMap(({ set, first, second }) => {
    const ids = new Set([...(first?.goldens.keys() ?? []), ...(second?.goldens.keys() ?? [])])
    return [...ids].map((id) => diffGolden(set, id, { first, second }, tolerance))
  })
}

interface SetPair {
  set: string
  first: SetSnapshot | undefined
  second: SetSnapshot | undefined
}

function pairSets(before: Snapshot, after: Snapshot): SetPair[] {
  const byIds = before.isMatchedByIds || after.isMatchedByIds
  const taken = new Set<string>()
  const pairs = [...before.sets].map(([name, first]): SetPair => {
    const other = after.sets.has(name) ? name : byIds ? withAnyId(after, first) : undefined
    if (other === undefined) return { set: name, first, second: undefined }
    taken.add(other)
    return { set: before.isMatchedByIds ? other : name, first, second: after.sets.get(other) }
  })
  const rest = [...after.sets].filter(([name]) => !taken.has(name))
  return [...pairs, ...rest.map(([set, second]): SetPair => ({ set, first: undefined, second }))]
}

function withAnyId({ sets }: Snapshot, { goldens }: SetSnapshot): string | undefined {
  return [...sets].find(([, other]) => [...other.goldens.keys()].some((id) => goldens.has(id)))?.[0]
}

function diffGolden(set: string, id: string, { first, second }: Omit<SetPair, 'set'>, tolerance: number): GoldenDiff {
  const before = first?.goldens.get(id) ?? null
  const after = second?.goldens.get(id) ?? null
  const facts = { set, id, before, after, latencyChange: null, isStale: false, words: [] }
  if (after === null) return { ...facts, change: second?.unmeasured.includes(id) ? 'not_measured' : 'removed' }
  if (before === null) return { ...facts, change: first?.unmeasured.includes(id) ? 'not_measured' : 'added' }
  const latencyChange = before.latencyMs > 0 ? after.latencyMs / before.latencyMs - 1 : null
  const isSame =
    shareOf(before) === shareOf(after) &&
    before.source === after.source &&
    before.model === after.model &&
    before.reply === after.reply &&
    before.fingerprint === after.fingerprint &&
    (latencyChange === null || Math.abs(latencyChange) <= tolerance)
  return {
    ...facts,
    change: isSame ? 'same' : 'changed',
    latencyChange,
    isStale: before.fingerprint !== after.fingerprint,
    words: before.reply === after.reply ? [] : wordDiff(before.reply, after.reply),
  }
}

/** Share of the judged repeats that passed; NaN, which equals nothing, is avoided: -1 where none was judged. */
export function shareOf({ judged, passed }: GoldenSnapshot): number {
  return judged === 0 ? -1 : passed / judged
}
