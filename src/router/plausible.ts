import { MAX_OUTCOME_AGE_MS } from './pending.ts'
import type { Arm, Cell, RouterState } from './state.ts'

/** Upper limit of a plausible count. */
const MAX_OUTCOMES = 1e12

/** Relative rounding error of sums of many fractions. */
const TOLERANCE = 1 + 1e-6

/** Describes a count that is too large to be real in a state that matches its schema; null: all counts are plausible. */
export function implausibleCount({ generation, buckets, since_move: since }: RouterState): string | null {
  if (generation > MAX_OUTCOMES) return `/generation must be at most ${MAX_OUTCOMES}, got ${generation}`
  for (const [path, arm] of arms({ buckets, since_move: since })) {
    const sum = Object.entries(arm).find(([name, value]) => value > MAX_OUTCOMES * maxPerReply(name))
    if (sum !== undefined)
      return `${path}/${sum[0]} must be at most ${MAX_OUTCOMES * maxPerReply(sum[0])}, got ${sum[1]}`
  }
  for (const [epoch, cells] of Object.entries(since.epochs))
    for (const [name, cell] of Object.entries(cells)) {
      const problem = implausibleCell(`/since_move/epochs/${epoch}/${name}`, cell)
      if (problem !== null) return problem
    }
  return null
}

/** Describes an implausible count in a cell of the experiment at `path`; null: all counts are plausible. */
export function implausibleCell(path: string, { n, conversations, main_model: main, embedder }: Cell): string | null {
  const sides = { 'main_model/n': main.n, 'main_model/slow': main.slow, 'embedder/n': embedder.n }
  const counts = Object.entries({ n, conversations, ...sides, 'embedder/slow': embedder.slow })
  const tooLarge = counts.find(([, count]) => count > MAX_OUTCOMES)
  return tooLarge === undefined ? null : `${path}/${tooLarge[0]} must be at most ${MAX_OUTCOMES}, got ${tooLarge[1]}`
}

/** Describes counts that contradict each other, such as more slow replies than replies; null: the counts agree. */
export function contradiction(state: RouterState): string | null {
  for (const [path, arm] of arms(state)) {
    const { sample_count: replies, failures, conversations } = arm
    if (conversations > replies + failures)
      return `${path}/conversations is ${conversations}, with ${replies + failures} outcomes`
    const parts = ['main_count', 'slow_count', 'quality_sum', 'quality_squares', 'latency_sum_s'] as const
    const part = parts.find((name) => arm[name] > replies * maxPerReply(name) * TOLERANCE)
    if (part !== undefined) return `${path}/${part} is ${arm[part]}, with ${replies} replies`
  }
  return null
}

/** The largest amount that one reply adds to a sum. */
function maxPerReply(sum: string): number {
  if (sum === 'latency_sum_s') return MAX_OUTCOME_AGE_MS / 1_000
  return sum === 'latency_squares' ? (MAX_OUTCOME_AGE_MS / 1_000) ** 2 : 1
}

function arms({ buckets, since_move: since }: Pick<RouterState, 'buckets' | 'since_move'>): [string, Arm][] {
  return [
    ['/buckets/control', buckets.control],
    ['/buckets/treatment', buckets.treatment],
    ['/since_move/buckets/control', since.buckets.control],
    ['/since_move/buckets/treatment', since.buckets.treatment],
  ]
}
