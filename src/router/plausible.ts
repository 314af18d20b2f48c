import { LATEST } from './pending.ts'
import type { Arm, Cell, RouterState } from './state.ts'

/** More outcomes than a router can see. */
const MOST_OUTCOMES = 1e12

/** Sums of many fractions are not exact. */
const TOLERANCE = 1 + 1e-6

/** Which count of a state no router can have reached; null: none. Such a state is damaged, though it fits its schema. */
export function absurdCount({ generation, buckets, since_move: since }: RouterState): string | null {
  if (generation > MOST_OUTCOMES) return `/generation must be at most ${MOST_OUTCOMES}, got ${generation}`
  for (const [path, arm] of arms({ buckets, since_move: since })) {
    const sum = Object.entries(arm).find(([name, value]) => value > MOST_OUTCOMES * mostOf(name))
    if (sum !== undefined) return `${path}/${sum[0]} must be at most ${MOST_OUTCOMES * mostOf(sum[0])}, got ${sum[1]}`
  }
  for (const [epoch, cells] of Object.entries(since.epochs))
    for (const [name, cell] of Object.entries(cells)) {
      const fault = absurdCell(`/since_move/epochs/${epoch}/${name}`, cell)
      if (fault !== null) return fault
    }
  return null
}

/** Which count of one cell of the experiment no router can have reached; null: none. `path`: where the cell is. */
export function absurdCell(path: string, { n, conversations, main_model: main, embedder }: Cell): string | null {
  const sides = { 'main_model/n': main.n, 'main_model/slow': main.slow, 'embedder/n': embedder.n }
  const counts = Object.entries({ n, conversations, ...sides, 'embedder/slow': embedder.slow })
  const absurd = counts.find(([, count]) => count > MOST_OUTCOMES)
  return absurd === undefined ? null : `${path}/${absurd[0]} must be at most ${MOST_OUTCOMES}, got ${absurd[1]}`
}

/** Which counts of a state contradict each other, such as more slow replies than replies; null: none do. */
export function contradiction(state: RouterState): string | null {
  for (const [path, arm] of arms(state)) {
    const { sample_count: replies, failures, conversations } = arm
    if (conversations > replies + failures)
      return `${path}/conversations is ${conversations}, with ${replies + failures} outcomes`
    const parts = ['main_count', 'slow_count', 'quality_sum', 'quality_squares', 'latency_sum_s'] as const
    const part = parts.find((name) => arm[name] > replies * mostOf(name) * TOLERANCE)
    if (part !== undefined) return `${path}/${part} is ${arm[part]}, with ${replies} replies`
  }
  return null
}

/** What one reply adds at the most. */
function mostOf(sum: string): number {
  if (sum === 'latency_sum_s') return LATEST / 1_000
  return sum === 'latency_squares' ? (LATEST / 1_000) ** 2 : 1
}

function arms({ buckets, since_move: since }: Pick<RouterState, 'buckets' | 'since_move'>): [string, Arm][] {
  return [
    ['/buckets/control', buckets.control],
    ['/buckets/treatment', buckets.treatment],
    ['/since_move/buckets/control', since.buckets.control],
    ['/since_move/buckets/treatment', since.buckets.treatment],
  ]
}
