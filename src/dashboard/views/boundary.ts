import type { Adaptation, BoundaryPoint } from '../../../schemas/generated/dashboard.ts'

/** The boundary at rest. */
const REST = 0.5

/** The boundary of the router now. */
export interface CurrentBoundary {
  boundary: number
  /** When its state began, in milliseconds since 1970; null: there is no state, so the boundary is at rest. */
  since: number | null
}

type Move = Pick<Adaptation, 'time' | 'from' | 'to'>

/**
 * The boundary of the treatment bucket in a window, in order of time: at its start, at each move and reset, and at its
 * end. A reset is known from the beginning of the state, or from a move that does not begin where the one before ended.
 * `current` null: the state cannot be read. Pure.
 */
export function boundaryOverTime(
  adaptations: readonly Move[],
  { from, to, current }: { from: number; to: number; current: CurrentBoundary | null },
): BoundaryPoint[] {
  const changes = withResets(
    adaptations.toSorted((a, b) => a.time - b.time),
    current?.since ?? null,
  )
  const before = changes.findLast(({ time }) => time < from)
  const inside = changes.filter(({ time }) => time >= from && time <= to)
  const start = before?.boundary ?? inside[0]?.before ?? changes[0]?.before ?? current?.boundary ?? REST
  const last = inside.at(-1)?.boundary ?? start
  const isNow = current !== null && !changes.some(({ time }) => time > to) && (current.since ?? -Infinity) <= to
  return [
    { time: from, boundary: start, origin: 'start' },
    ...inside.map(({ time, boundary, origin }): BoundaryPoint => ({ time, boundary, origin })),
    { time: to, boundary: last, origin: isNow ? 'state' : 'start' },
    // Deleted or replaced at an unknown time.
    ...(isNow && current.boundary !== last
      ? [{ time: to, boundary: current.boundary, origin: 'reset' } satisfies BoundaryPoint]
      : []),
  ]
}

interface Change extends BoundaryPoint {
  /** The boundary until then. */
  before: number
}

function withResets(moves: readonly Move[], since: number | null): Change[] {
  const changes: Change[] = []
  const reset = (time: number, boundary: number) => {
    const before = changes.at(-1)?.boundary
    if (before !== undefined && before !== boundary) changes.push({ time, boundary, origin: 'reset', before })
  }
  const isOfState = ({ time }: Move) => since !== null && time >= since
  for (const move of moves.filter((each) => !isOfState(each))) add(move)
  if (since !== null) reset(since, REST)
  for (const move of moves.filter(isOfState)) add(move)
  return changes

  function add({ time, from, to }: Move) {
    reset(time, from)
    changes.push({ time, boundary: to, origin: 'adaptation', before: from })
  }
}
