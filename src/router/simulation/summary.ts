import { MAX_SLOW_SHARE } from '../policy.ts'
import { bestOf, truthOf } from './oracle.ts'
import type { Trial } from './run.ts'
import type { World } from './worlds.ts'

/** Smallest distance from 0.5 that counts as a move. */
const NOTICEABLE = 0.02

/** Summary of several trials of a policy in a world. */
export interface TrialSummary {
  /** Share of trials in which the boundary was ever more than 0.02 from 0.5. */
  everMoved: number
  /** Largest distance of the boundary from 0.5, in any trial. */
  largestDrift: number
  /** Share of trials that end with too many slow replies. */
  breaches: number
  /** Mean gain of the last boundary over 0.5, as a share of the best candidate's; null: no candidate gains anything. */
  gainHeld: number | null
  /** Share of trials that end with at least half of the best candidate's gain; null likewise. */
  recovered: number | null
  /** Utility lost for each 1,000 messages compared with a fixed boundary of 0.5, including the experiment; negative: gained. */
  lostPer1000: number
  /** Number of trials by last boundary, most frequent first. */
  ends: { boundary: number; trials: number }[]
}

/** Summarizes trials. */
export function summarizeTrials(world: World, trials: readonly Trial[]): TrialSummary {
  const ends = trials.map(({ path }) => path.at(-1)?.boundary ?? 0.5)
  const truths = new Map([...new Set(ends)].map((boundary) => [boundary, truthOf(world, boundary)]))
  const [best, control] = [bestOf(world), truthOf(world, 0.5)]
  const maxGain = best.utility - control.utility
  const gains = ends.map((boundary) => (truths.get(boundary) ?? control).utility - control.utility)
  const share = (count: number) => count / trials.length
  const drifts = trials.map(({ path }) => Math.max(...path.map(({ boundary }) => Math.abs(boundary - 0.5))))
  const helps = maxGain > 1e-6
  return {
    everMoved: share(drifts.filter((drift) => drift > NOTICEABLE).length),
    largestDrift: Math.max(...drifts),
    breaches: share(ends.filter((boundary) => (truths.get(boundary)?.slow ?? 0) > MAX_SLOW_SHARE).length),
    gainHeld: helps ? gains.reduce((sum, gain) => sum + gain, 0) / trials.length / maxGain : null,
    recovered: helps ? share(gains.filter((gain) => gain >= maxGain / 2).length) : null,
    lostPer1000:
      (1_000 * trials.reduce((sum, { lost }) => sum + lost, 0)) /
      trials.reduce((sum, { messages }) => sum + messages, 0),
    ends: [...Map.groupBy(ends, (boundary) => boundary)]
      .map(([boundary, { length }]) => ({ boundary, trials: length }))
      .sort((a, b) => b.trials - a.trials),
  }
}
