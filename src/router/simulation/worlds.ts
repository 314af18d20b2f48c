import { normalCdf } from '../../statistics/distributions/normal.ts'
import type { Source } from '../../source.ts'

/** Behaviour of a model in a world. */
export interface Model {
  /** Probability of a right answer, by the message's weight. */
  quality(weight: number): number
  /** Median latency in seconds; the latency is lognormal. */
  medianS: number
  /** Standard deviation of the logarithm of the latency. */
  spread: number
}

/** A simulated world to test a policy in. `progress`: 0 to 1, for worlds that change. */
export interface World {
  name: WorldName
  /** Description in one sentence. */
  description: string
  models(progress: number): Record<Source, Model>
}

/** Names of the worlds. */
export const WORLD_NAMES = ['nothing', 'up', 'down', 'hurts', 'trap', 'change'] as const
/** Name of a world. */
export type WorldName = (typeof WORLD_NAMES)[number]

const FAST: Omit<Model, 'quality'> = { medianS: 0.5, spread: 0.4 }
const USUAL: Omit<Model, 'quality'> = { medianS: 2, spread: 0.4 }
/** One reply in eleven takes longer than 20 s. */
const SLOW: Omit<Model, 'quality'> = { medianS: 2.6, spread: 1.5 }

/** The largest distance of a candidate boundary from 0.5; beyond it, one model is clearly better. */
const REACH = 0.08

/**
 * The six worlds. `effect`: difference in utility of the two models near the boundary. 0.1 means ten more right answers in a
 * hundred at the same latency, or two seconds less at the same quality.
 */
export function worlds(effect: number): World[] {
  const steady = (difference: (weight: number) => number) => {
    const models = modelsWith(difference, USUAL)
    return () => models
  }
  const nothing = steady(flat(0))
  const down = steady(flat(effect))
  const trap = modelsWith(flat(effect), SLOW)
  return [
    {
      name: 'nothing',
      description: 'near the boundary both models have the same utility',
      models: nothing,
    },
    {
      name: 'up',
      description: `near the boundary the embedder has ${effect} more utility`,
      models: steady(flat(-effect)),
    },
    {
      name: 'down',
      description: `near the boundary the main model has ${effect} more utility`,
      models: down,
    },
    {
      name: 'hurts',
      description: `the boundary of 0.5 is right: any move loses up to ${effect} of utility`,
      models: steady((weight) => (effect * (weight - 0.5)) / REACH),
    },
    {
      name: 'trap',
      description: `the main model has ${effect} more utility, but too many of its replies are slow`,
      models: () => trap,
    },
    {
      name: 'change',
      description: `both models have the same utility at first; from half-way on the main model has ${effect} more`,
      models: (progress) => (progress < 0.5 ? nothing() : down()),
    },
  ]
}

/** A constant difference within the reach of boundaries, and a clear one beyond. */
function flat(difference: number): (weight: number) => number {
  return (weight) => (weight <= 0.5 - REACH ? -0.2 : weight > 0.5 + REACH ? 0.2 : difference)
}

/** Models whose utility differs by `difference` (main model minus embedder); quality compensates for the cost of latency. */
function modelsWith(difference: (weight: number) => number, main: Omit<Model, 'quality'>): Record<Source, Model> {
  const cost = COST_PER_S * (cappedMean(main) - cappedMean(FAST))
  const middle = (weight: number) => 0.65 - 0.3 * (weight - 0.5)
  return {
    main_model: {
      ...main,
      quality: (weight) => bounded(middle(weight) + (difference(weight) + cost) / 2),
    },
    embedder: { ...FAST, quality: (weight) => bounded(middle(weight) - (difference(weight) + cost) / 2) },
  }
}

/** Cost of a second, and the limit in seconds above which it is constant: the defaults of the policies. */
const COST_PER_S = 0.05
const CAP_S = 20

const means = new WeakMap<object, number>()

/** Expected seconds of a lognormal latency that counts up to the limit; cached. */
function cappedMean(model: Omit<Model, 'quality'>): number {
  const known = means.get(model)
  if (known !== undefined) return known
  const { medianS, spread } = model
  const z = Math.log(CAP_S / medianS) / spread
  const mean = medianS * Math.exp(spread ** 2 / 2) * normalCdf(z - spread) + CAP_S * normalCdf(-z)
  means.set(model, mean)
  return mean
}

/** Share of replies that take longer than the limit. */
export function slowShare({ medianS, spread }: Omit<Model, 'quality'>): number {
  return normalCdf(-Math.log(CAP_S / medianS) / spread)
}

/** Expected utility of a reply to a message. */
export function expectedUtility(model: Model, weight: number): number {
  return model.quality(weight) - COST_PER_S * cappedMean(model)
}

function bounded(share: number): number {
  return Math.min(0.99, Math.max(0.01, share))
}
