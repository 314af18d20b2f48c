import type { Adaptation, BoundaryPoint } from '../../../schemas/generated/dashboard.ts'

/**
 * The boundary of the treatment bucket in a window, in order of time: at its start, at each move, and at its end. `current`:
 * that of the state; null: there is no state. Pure.
 */
export function boundaryOverTime(
  adaptations: readonly Pick<Adaptation, 'time' | 'from' | 'to'>[],
  { from, to, current }: { from: number; to: number; current: number | null },
): BoundaryPoint[] {
  const moves = adaptations.toSorted((a, b) => a.time - b.time)
  const inside = moves.filter(({ time }) => time >= from && time <= to)
  const before = moves.findLast(({ time }) => time < from)?.to ?? inside[0]?.from
  const start = before ?? (moves.length === 0 ? (current ?? 0.5) : 0.5)
  const last = inside.at(-1)?.to ?? start
  return [
    { time: from, boundary: start, origin: 'start' },
    ...inside.map(({ time, to: boundary }): BoundaryPoint => ({ time, boundary, origin: 'adaptation' })),
    { time: to, boundary: last, origin: current === null ? 'start' : 'state' },
  ]
}
