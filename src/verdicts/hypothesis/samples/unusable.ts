import { isBinary, scaleOf } from '../contrasts/scale.ts'
import type { GroupedSample, Metric, PairedSample, RelationSample, SeriesSample } from './sample.ts'

/** Why pairs cannot be judged; null: they can be. */
export function unusablePairs(sample: PairedSample): string | null {
  const { pairs, metric, unmeasured } = sample
  const values = pairs.flatMap(({ first, second }) => [...first, ...second])
  const empty = pairs.some(({ first, second }) => first.length === 0 || second.length === 0)
  return (
    absent(pairs.length, unmeasured, 'golden with a value on both sides') ??
    (empty ? 'a pair has no value on one of its sides' : null) ??
    wrongValue(values, metric) ??
    mixed(sample) ??
    (pairs.length === 1 ? 'one golden is too few to generalise from' : null)
  )
}

/** Why a relation cannot be judged; null: it can be. */
export function unusableRelation(sample: RelationSample): string | null {
  const { points, metrics, unmeasured } = sample
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)]
  return (
    absent(points.length, unmeasured, 'reply with both values') ??
    wrongValue(xs, metrics[0]) ??
    wrongValue(ys, metrics[1]) ??
    mixed(sample) ??
    constant(xs, metrics[0]) ??
    constant(ys, metrics[1])
  )
}

/** Why groups cannot be judged; null: they can be. */
export function unusableGroups(sample: GroupedSample): string | null {
  const { groups, metric, unmeasured } = sample
  const values = groups.flatMap((group) => group.values.map(({ value }) => value))
  const filled = groups.filter((group) => group.values.length > 0).length
  return (
    absent(values.length, unmeasured, 'value in any context') ??
    (groups.length < 2 ? 'there is only one context, so there is nothing to compare it with' : null) ??
    (filled < groups.length ? `${groups.length - filled} of ${groups.length} contexts have no value` : null) ??
    wrongValue(values, metric) ??
    mixed(sample)
  )
}

/** Why a series cannot be judged, apart from its length; null: it can be. */
export function unusableSeries(sample: SeriesSample): string | null {
  const { values, metric, unmeasured } = sample
  return absent(values.length, unmeasured, 'value in the series') ?? wrongValue(values, metric) ?? mixed(sample)
}

function absent(n: number, unmeasured: readonly string[], what: string): string | null {
  if (n > 0) return null
  return unmeasured.length === 0
    ? `there is no ${what}`
    : `there is no ${what}: all ${unmeasured.length} are unmeasured`
}

function wrongValue(values: readonly number[], metric: Metric): string | null {
  const count = (right: (value: number) => boolean) => values.filter((value) => !right(value)).length
  const finite = count(Number.isFinite)
  if (finite > 0) return `${finite} of ${values.length} values of ${metric} are not numbers`
  const outside = isBinary(metric)
    ? { n: count((value) => value === 0 || value === 1), words: 'neither 0 nor 1' }
    : { n: scaleOf(metric).effect === 'ratio' ? count((value) => value > 0) : 0, words: 'not above 0' }
  return outside.n > 0 ? `${outside.n} of ${values.length} values of ${metric} are ${outside.words}` : null
}

function mixed({ basis }: Pick<PairedSample, 'basis'>): string | null {
  return basis === 'mixed' ? 'measured and replayed values cannot be judged together; take one kind' : null
}

function constant(values: readonly number[], metric: Metric): string | null {
  return values.every((value) => value === values[0])
    ? `all values of ${metric} are the same, so they cannot correlate`
    : null
}
