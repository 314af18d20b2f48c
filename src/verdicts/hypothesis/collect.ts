import type { Basis } from '../golden.ts'
import { cacheCounts, cacheState, CACHE_STATES, cachedAlike } from '../prompt-cache.ts'
import {
  type GroupedSample,
  type Metric,
  type Observation,
  type PairedSample,
  type RelationSample,
  type SeriesSample,
  valueOf,
} from './sample.ts'

/** What tells the ways to ask apart. A context of null has the name `none`. */
export type Facet = 'source' | 'model' | 'variant' | 'context'

/** What is independent of each other: conversations, or goldens where each is asked in several conversations. */
export type Unit = 'conversation' | 'golden'

/** What the caller knows beside the observations. */
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
    return { id, ...likeSides(metric, sides[0] ?? [], sides[1] ?? []) }
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

/** Times that were measured with the prompt in the same state of the server's cache; none where there is no such state. */
function likeSides(metric: Metric, first: Measured[], second: Measured[]): { first: Measured[]; second: Measured[] } {
  if (!isTime(metric) || first.length === 0 || second.length === 0) return { first, second }
  const withShare = (side: Measured[]) =>
    side.map((each) => ({ each, cachedShare: each.observation.cachedShare ?? null }))
  const [one = [], other = []] = cachedAlike(withShare(first), withShare(second)) ?? []
  return { first: one.map(({ each }) => each), second: other.map(({ each }) => each) }
}

function isTime(metric: Metric): boolean {
  return metric === 'latency' || metric === 'firstToken'
}

/**
 * The observations in the state of the server's prompt cache that most of them are in, for metrics that are times: a
 * prompt in the cache and one that is not are different measurements.
 */
function mostAlike(observations: readonly Observation[], metrics: readonly Metric[]): readonly Observation[] {
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
  const alike = new Set(mostAlike(observations, metrics))
  const points = observations.map((observation) => ({
    observation,
    x: alike.has(observation) ? valueOf(observation, metrics[0]) : null,
    y: valueOf(observation, metrics[1]),
  }))
  const complete = points.filter((point) => point.x !== null && point.y !== null)
  return {
    kind: 'relation',
    metrics,
    points: complete.flatMap(({ observation, x, y }) =>
      x === null || y === null ? [] : [{ x, y, cluster: observation[cluster] }],
    ),
    basis: basisOf(complete),
    unmeasured: distinct([...unmeasured, ...without(points, complete)]),
  }
}

/** One metric by the names of a facet, in the order of `groups`, or else of their names. */
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
  const complete = measured(mostAlike(asked, [metric]), metric)
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
    unmeasured: distinct([
      ...unmeasured,
      ...without(
        asked.map((observation) => ({ observation })),
        complete,
      ),
    ]),
  }
}

/** One metric in the order of the observations, which is that of time. */
export function seriesSample(
  observations: readonly Observation[],
  { metric, unmeasured = [] }: { metric: Metric } & Missing,
): SeriesSample {
  const complete = measured(mostAlike(observations, [metric]), metric)
  return {
    kind: 'series',
    metric,
    values: complete.map(({ value }) => value),
    basis: basisOf(complete),
    unmeasured: distinct([
      ...unmeasured,
      ...without(
        observations.map((observation) => ({ observation })),
        complete,
      ),
    ]),
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
 * Greedy decoding repeats itself, and one outcome shown five times is not five. Where texts are not known, equal
 * outcomes of equal length are taken for copies: that costs power, never validity. A route is a fixed function of the
 * message, so equal routes are copies, and a time is measured anew even for the same text.
 */
function areCopies(side: readonly Measured[], metric: Metric): boolean {
  if (metric !== 'quality' && metric !== 'routing') return false
  const seen = side.map(({ value, observation: { wording, completionTokens } }) =>
    metric === 'routing' ? `${value}` : `${value} ${wording ?? ''} ${completionTokens}`,
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

/** The goldens of replies that fell out. */
function without(
  all: readonly { observation: Observation }[],
  kept: readonly { observation: Observation }[],
): string[] {
  const stayed = new Set(kept.map(({ observation }) => observation))
  return all.filter(({ observation }) => !stayed.has(observation)).map(({ observation }) => observation.golden)
}

function distinct(ids: readonly string[]): string[] {
  return [...new Set(ids)]
}
