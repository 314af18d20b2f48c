import type { Metric } from '../samples/sample.ts'

/** How effects on a metric are expressed, and the additive scale on which they are tested. */
export interface MetricScale {
  /** Name of an effect. */
  effect: 'ratio' | 'difference' | 'risk difference'
  /** From a value of the metric to the additive scale, on which effects are differences. */
  to: (value: number) => number
  /** From a difference on the additive scale to the effect. */
  from: (difference: number) => number
  /** The claimed effect of a declared size, up (1) or down (-1): 0.25 is a factor of 1.25, or 25 points. */
  claim: (size: number, sign: 1 | -1) => ClaimedSize
}

/** A claimed effect: `limit` on the additive scale, `minimum` as reported. */
interface ClaimedSize {
  limit: number
  minimum: number
}

/** Amounts above 0 whose noise grows with their size: differences of logarithms, shown as ratios. */
const RATIO: MetricScale = {
  effect: 'ratio',
  to: Math.log,
  from: Math.exp,
  claim: (size, sign) => ({ limit: sign * Math.log1p(size), minimum: (1 + size) ** sign }),
}

const LINEAR: Omit<MetricScale, 'effect'> = {
  to: (value) => value,
  from: (difference) => difference,
  claim: (size, sign) => ({ limit: sign * size, minimum: sign * size }),
}

const SCALES: Record<Metric, MetricScale> = {
  latency: RATIO,
  firstToken: RATIO,
  tokens: RATIO,
  tokensPerSecond: RATIO,
  quality: { effect: 'risk difference', ...LINEAR },
  routing: { effect: 'risk difference', ...LINEAR },
  weight: { effect: 'difference', ...LINEAR },
}

/** The scale of a metric: ratios for times, tokens and speed, differences for the rest. */
export function scaleOf(metric: Metric): MetricScale {
  return SCALES[metric]
}

/** Whether the metric is 0 or 1 for each reply. */
export function isBinary(metric: Metric): boolean {
  return metric === 'quality' || metric === 'routing'
}
