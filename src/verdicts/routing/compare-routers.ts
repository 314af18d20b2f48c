import { seededRandom } from '../../statistics/distributions/random.ts'
import type { Estimate } from '../../statistics/estimate.ts'
import { type GapMessage, ranked, type Recovery, recovery } from './recovery.ts'

/** The measures of a router; null: there is no gap to recover, or none in more than 5 % of the resamples. */
export interface RouterResult {
  recovery: Recovery
  apgr: Estimate | null
  ranking: Estimate | null
}

/** Two routers on the same messages: the second minus the first. */
export interface RouterComparison {
  first: RouterResult
  second: RouterResult
  difference: { apgr: Estimate | null; ranking: Estimate | null }
}

/** Options of the resampling. */
export interface Resampling {
  /** Default 2,000. */
  rounds?: number
  /** Default 1. */
  seed?: number
}

/** The share of the resamples in which a measure must exist to get an interval. */
const ENOUGH = 0.95

/**
 * Measures two routers, given by the weight of each message, and their difference. Intervals are percentiles of a paired
 * bootstrap that draws whole conversations (Efron 1979; Davison and Hinkley 1997, 2.4 and 3.8).
 */
export function compareRouters(
  messages: readonly GapMessage[],
  firstWeights: readonly number[],
  secondWeights: readonly number[],
  { rounds = 2_000, seed = 1 }: Resampling = {},
): RouterComparison {
  const gaps = messages.map(({ gap }) => gap)
  const first = ranked(gaps, firstWeights)
  const second = ranked(gaps, secondWeights)
  const draws: [Recovery, Recovery][] = []
  for (const times of resamples(messages, rounds, seed)) draws.push([recovery(first, times), recovery(second, times)])
  const whole = [recovery(first), recovery(second)] as const
  const of = (read: (pair: readonly [Recovery, Recovery]) => number | null) => estimate(read(whole), draws.map(read))
  const result = (at: 0 | 1): RouterResult => ({
    recovery: whole[at],
    apgr: of((pair) => pair[at].apgr),
    ranking: of((pair) => pair[at].ranking),
  })
  return {
    first: result(0),
    second: result(1),
    difference: {
      apgr: of(([a, b]) => difference(a.apgr, b.apgr)),
      ranking: of(([a, b]) => difference(a.ranking, b.ranking)),
    },
  }
}

function difference(first: number | null, second: number | null): number | null {
  return first === null || second === null ? null : second - first
}

/** How often each message counts, for each resample. Yields the same array, filled again each time. */
function* resamples(messages: readonly GapMessage[], rounds: number, seed: number): Generator<Uint16Array> {
  const random = seededRandom(seed)
  const members = Map.groupBy(messages.keys(), (at) => messages[at]?.conversation)
  const conversations = [...members.values()]
  const times = new Uint16Array(messages.length)
  for (let round = 0; round < rounds; round++) {
    times.fill(0)
    for (let drawn = 0; drawn < conversations.length; drawn++)
      for (const at of conversations[random.integer(conversations.length)] ?? []) times[at] = (times[at] ?? 0) + 1
    yield times
  }
}

function estimate(value: number | null, draws: readonly (number | null)[]): Estimate | null {
  const known = draws.filter((draw) => draw !== null).sort((a, b) => a - b)
  if (value === null || known.length < ENOUGH * draws.length || known.length === 0) return null
  const at = (share: number) => known[Math.round(share * (known.length - 1))] ?? value
  return { value, lower: at(0.025), upper: at(0.975) }
}
