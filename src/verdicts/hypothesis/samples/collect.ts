import type { Basis } from '../../golden.ts'
import { cacheCounts, cacheState, CACHE_STATES, cachedAlike } from '../../prompt-cache.ts'
import {
  type GroupedSample,
  type Metric,
  type Observation,
  type PairedSample,
  type RelationSample,
  type SeriesSample,
  valueOf,
} from './sample.ts'

/** The property in which the compared replies differ. A context of null has the name `none`. */
export type Facet = 'source' | 'model' | 'variant' | 'context'

/** The independent units: conversations, or goldens where each is asked in several conversations. */
export type Unit = 'conversation' | 'golden'

/** Data that the observations do not contain. */
interface Missing {
  /** Ids of goldens that got no reply at all. */
  unmeasured?: readonly string[]
}

/**
 * Pairs the goldens by two names of a facet. A golden that lacks a value on either side is unmeasured. Replies that
 * differ in another facet as well count as repeats: filter them before.
 */
export function pairedSample(
  observations: readonly Observation[],
  { metric, by, labels, unmeasured = [] }: { metric: Metric; by: Facet; labels: [string, string] } & Missing,
): PairedSample {
  const asked = observations.filter((each) => labels.includes(facetOf(each, by)))
  const goldens = [...Map.groupBy(asked, (each) => each.golden)].map(([id, replies]) => {
    const sides = labels.map((label) => measured(replies, metric, (each) => facetOf(each, by) === label))
    return { id, ...comparableSides(metric, sides[0] ?? [], sides[1] ?? []) }
  })
  const complete = goldens.filter(({ first, second }) => first.length > 0 && second.length > 0)
  return {
    kind: 'paired',
    metric,
    labels,
    pairs: complete.map(({ id, first, second }) => ({
      id,
      first: first.map(({ value }) => value),
      second: second.map(({ value }) => value),
      copies: [areCopies(first, metric), areCopies(second, metric)],
    })),
    basis: basisOf(complete.flatMap(({ first, second }) => [...first, ...second])),
    unmeasured: distinct([...unmeasured, ...goldens.filter((each) => !complete.includes(each)).map(({ id }) => id)]),
  }
}

/** For a time: the values with the same prompt cache state on both sides; empty where the sides share no state. */
function comparableSides(
  metric: Metric,
  first: Measured[],
  second: Measured[],
): { first: Measured[]; second: Measured[] } {
  if (!isTime(metric)) return { first, second }
  const withShare = (side: Measured[]) =>
    side.map((each) => ({ each, cachedShare: each.observation.cachedShare ?? null }))
  const [one = [], other = []] = cachedAlike(withShare(first), withShare(second)) ?? []
  return { first: one.map(({ each }) => each), second: other.map(({ each }) => each) }
}

function isTime(metric: Metric): boolean {
  return metric === 'latency' || metric === 'firstToken'
}

/**
 * For a time: the observations in the most common state of the server's prompt cache. Times of cached and uncached
 * prompts are not comparable.
 */
function inMostCommonCacheState(
  observations: readonly Observation[],
  metrics: readonly Metric[],
): readonly Observation[] {
  if (!metrics.some(isTime)) return observations
  const counts = cacheCounts(observations)
  const state = CACHE_STATES.reduce((a, b) => (counts[b] > counts[a] ? b : a))
  return observations.filter(({ cachedShare }) => cacheState(cachedShare) === state)
}

/** Two metrics of each reply that has both. */
export function relationSample(
  observations: readonly Observation[],
  { metrics, cluster = 'conversation', unmeasured = [] }: { metrics: [Metric, Metric]; cluster?: Unit } & Missing,
): RelationSample {
  const comparable = new Set(inMostCommonCacheState(observations, metrics))
  const complete = observations.flatMap((observation) => {
    const x = comparable.has(observation) ? valueOf(observation, metrics[0]) : null
    const y = valueOf(observation, metrics[1])
    return x === null || y === null ? [] : [{ observation, x, y }]
  })
  return {
    kind: 'relation',
    metrics,
    points: complete.map(({ observation, x, y }) => ({ x, y, cluster: observation[cluster] })),
    basis: basisOf(complete),
    unmeasured: distinct([...unmeasured, ...without(observations, complete)]),
  }
}

/** One metric by the names of a facet, in the order of `groups`. Default: in alphabetical order. */
export function groupedSample(
  observations: readonly Observation[],
  {
    metric,
    by = 'context',
    cluster = 'conversation',
    groups,
    unmeasured = [],
  }: { metric: Metric; by?: Facet; cluster?: Unit; groups?: readonly string[] } & Missing,
): GroupedSample {
  const names = groups ?? distinct(observations.map((each) => facetOf(each, by))).toSorted()
  const asked = observations.filter((each) => names.includes(facetOf(each, by)))
  const complete = measured(inMostCommonCacheState(asked, [metric]), metric)
  return {
    kind: 'grouped',
    metric,
    groups: names.map((context) => ({
      context,
      values: complete
        .filter(({ observation }) => facetOf(observation, by) === context)
        .map(({ observation, value }) => ({ value, cluster: observation[cluster] })),
    })),
    basis: basisOf(complete),
    unmeasured: distinct([...unmeasured, ...without(asked, complete)]),
  }
}

/** One metric in the order of the observations, which must be in order of time. */
export function seriesSample(
  observations: readonly Observation[],
  { metric, unmeasured = [] }: { metric: Metric } & Missing,
): SeriesSample {
  const complete = measured(inMostCommonCacheState(observations, [metric]), metric)
  return {
    kind: 'series',
    metric,
    values: complete.map(({ value }) => value),
    basis: basisOf(complete),
    unmeasured: distinct([...unmeasured, ...without(observations, complete)]),
  }
}

/** An observation that has a value of the metric. */
interface Measured {
  observation: Observation
  value: number
}

function measured(
  observations: readonly Observation[],
  metric: Metric,
  belongs: (observation: Observation) => boolean = () => true,
): Measured[] {
  return observations.filter(belongs).flatMap((observation) => {
    const value = valueOf(observation, metric)
    return value === null ? [] : [{ observation, value }]
  })
}

/**
 * Whether the repeats are copies of one reply, as greedy decoding gives: they then count once. Where texts are not known,
 * equal outcomes of equal length count as copies, which costs power but not validity. A route is a fixed function of the
 * message, so equal routes are copies. Times are never copies, as each repeat is measured again.
 */
function areCopies(side: readonly Measured[], metric: Metric): boolean {
  if (metric !== 'quality' && metric !== 'routing') return false
  const seen = side.map(({ value, observation: { wording, completionTokens } }) =>
    metric === 'routing' ? value : JSON.stringify([value, wording, completionTokens]),
  )
  return side.length > 1 && new Set(seen).size === 1
}

function facetOf(observation: Observation, facet: Facet): string {
  return observation[facet] ?? 'none'
}

function basisOf(replies: readonly { observation: Observation }[]): Basis | null {
  const origins = new Set(replies.map(({ observation }) => observation.origin))
  const [only] = origins
  return origins.size > 1 ? 'mixed' : (only ?? null)
}

/** The goldens of the observations that were not kept. */
function without(all: readonly Observation[], kept: readonly { observation: Observation }[]): string[] {
  const stayed = new Set(kept.map(({ observation }) => observation))
  return all.filter((observation) => !stayed.has(observation)).map(({ golden }) => golden)
}

function distinct(ids: readonly string[]): string[] {
  return [...new Set(ids)]
}
