import type { EventFacts } from '../event-facts.ts'
import { compared } from './cursor.ts'
import type { GoldenOptions, GoldenPoint, GoldenReply } from './log-query.ts'
import { partStart } from './series.ts'

/** Facts of the last reply of a point. */
export const GOLDEN_REPLY = [
  'time',
  'run',
  'message',
  'trait',
  'source',
  'bucket',
  'model',
  'verdict',
  'configuration',
  'latencyMs',
  'firstTokenMs',
  'tokensPerSecond',
] as const satisfies readonly (keyof GoldenReply)[]

/** How many points are returned where it is not said. */
export const MOST_POINTS = 10_000

/** Collects the replies to goldens, of events one after the other; other events are ignored. */
export class GoldenCollector {
  readonly #points = new Map<string, GoldenPoint>()
  readonly #options: GoldenOptions

  constructor(options: GoldenOptions) {
    this.#options = options
  }

  add(facts: EventFacts): void {
    const { type, set, golden, verdict } = facts
    if (type !== 'response' || set === null || golden === null) return
    const { everyMs } = this.#options
    const group = everyMs === undefined ? facts.run : partStart(facts.time, everyMs)
    const key = JSON.stringify([set, golden, group])
    const known = this.#points.get(key)
    const point = known ?? { set, golden, group, count: 0, pass: 0, fail: 0, last: facts }
    if (known === undefined) this.#points.set(key, point)
    point.count += 1
    if (verdict === 'pass') point.pass += 1
    if (verdict === 'fail') point.fail += 1
    const later =
      compared(facts.time, point.last.time, false) || compared(facts.message ?? '', point.last.message ?? '', false)
    if (known === undefined || later > 0) point.last = replyOf(facts)
  }

  get points(): GoldenPoint[] {
    return latestPoints([...this.#points.values()], this.#options.most)
  }
}

function replyOf(facts: EventFacts): GoldenReply {
  return Object.fromEntries(GOLDEN_REPLY.map((fact) => [fact, facts[fact]])) as unknown as GoldenReply
}

/** The points with the latest replies, in their order. */
export function latestPoints(points: readonly GoldenPoint[], most = MOST_POINTS): GoldenPoint[] {
  const inOrder = points.toSorted(
    (a, b) =>
      compared(a.set, b.set, false) ||
      compared(a.golden, b.golden, false) ||
      compared(a.last.time, b.last.time, false) ||
      compared(a.group, b.group, false),
  )
  if (inOrder.length <= most) return inOrder
  const kept = new Set(inOrder.toSorted((a, b) => b.last.time - a.last.time).slice(0, Math.max(0, most)))
  return inOrder.filter((point) => kept.has(point))
}
