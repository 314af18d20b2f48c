import type { ChangeReason, PairedGolden } from '../../../schemas/generated/dashboard.ts'
import type { GoldenSnapshot } from '../../artifacts/baseline/snapshot.ts'
import { milliseconds, percent } from '../format.ts'
import type { ComparableDiff } from './comparable.ts'

/** How a golden changed, and why. */
export type JudgedChange = Pick<PairedGolden, 'change' | 'reasons'>

/**
 * Whether a golden got better or worse: by the share of its repeats that passed, and where that is the same by a latency
 * beyond the tolerance. A golden that cannot be paired has the reason. Pure.
 */
export function changeOf(
  { before, after, change, isStale, isOtherModel, latencyChange }: ComparableDiff,
  tolerance: number,
): JudgedChange {
  if (before === null || after === null)
    return unpaired(
      change === 'not_measured'
        ? `no reply ${after === null ? 'after' : 'before'}`
        : after === null
          ? 'not asked after'
          : 'new: not asked before',
    )
  if (isStale) return unpaired('question or expectation changed')
  const [from, to] = [passRate(before), passRate(after)]
  if (from === null || to === null) return unpaired('not judged')
  const isSlower = latencyChange !== null && latencyChange > tolerance
  const isFaster = latencyChange !== null && latencyChange < -tolerance
  const moved = (kind: ChangeReason['kind'], isMoved: boolean, text: string): ChangeReason[] =>
    isMoved ? [{ kind, text }] : []
  const reasons = [
    ...moved('pass_rate', from !== to, `pass rate ${percent(from, 0)} → ${percent(to, 0)}`),
    ...moved('latency', isSlower || isFaster, latencyText(before, after, latencyChange ?? 0)),
    ...moved('source', before.source !== after.source, `source ${before.source} → ${after.source}`),
    ...moved('model', before.model !== after.model, `model ${before.model} → ${after.model}`),
  ]
  if (isOtherModel) return { change: 'unpaired', reasons: [{ kind: 'unpaired', text: 'another model' }, ...reasons] }
  if (from !== to) return { change: to < from ? 'regressed' : 'improved', reasons }
  if (isSlower || isFaster) return { change: isSlower ? 'regressed' : 'improved', reasons }
  const all = [...reasons, ...moved('reply', before.reply !== after.reply, 'another reply')]
  return { change: all.length === 0 ? 'unchanged' : 'changed', reasons: all }
}

function unpaired(text: string): JudgedChange {
  return { change: 'unpaired', reasons: [{ kind: 'unpaired', text }] }
}

function latencyText(before: GoldenSnapshot, after: GoldenSnapshot, change: number): string {
  const sign = change > 0 ? '+' : ''
  return `latency ${latencyOf(before, after)} → ${latencyOf(after, before)} (${sign}${percent(change, 0)})`
}

function latencyOf({ latencyMs, origin }: GoldenSnapshot, beside: GoldenSnapshot): string {
  return `${milliseconds(latencyMs, beside.latencyMs)}${origin === 'replayed' ? ' replayed' : ''}`
}

/** Share of the judged repeats that passed; null: none was judged. */
function passRate({ judged, passed }: GoldenSnapshot): number | null {
  return judged === 0 ? null : passed / judged
}
