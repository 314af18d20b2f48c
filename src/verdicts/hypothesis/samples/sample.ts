import type { Basis } from '../../golden.ts'
import { decodingSpeed } from '../../decoding-speed.ts'
import type { Source } from '../../../source.ts'

/** One reply, reduced to the properties that a hypothesis can compare. */
export interface Observation {
  /** Id of the golden that was asked. */
  golden: string
  /** Id of the conversation. Its messages share a bucket and a history. */
  conversation: string
  /** Name of the context in which it was asked; null: without a context. */
  context: string | null
  /** The name of the variant that the hypothesis compares, such as a prompt or a configuration. */
  variant: string
  source: Source
  /** Id of the model that was asked. */
  model: string
  /** Which repeat of the same question, from 0. */
  repeat: number
  /** The weight of the message, 0 to 1; null: not known, as in some older events. */
  weight: number | null
  /** null: the reply was not judged. */
  passed: boolean | null
  /** Milliseconds, without queue and model load; null: not known, as in some older events. */
  latencyMs: number | null
  /** Milliseconds to the first token; null: not known. */
  firstTokenMs: number | null
  completionTokens: number | null
  /** Share of the prompt's tokens that the server took from its cache, 0 to 1; null or left out: not known. */
  cachedShare?: number | null
  /**
   * A hash of the reply's text. Repeats of one question that all have the same hash count as copies of one
   * reply, as greedy decoding gives. null or left out: not known.
   */
  wording?: string | null
  origin: 'measured' | 'replayed'
}

/**
 * The metric of a reply. latency and firstToken in milliseconds; tokens of the reply; tokensPerSecond
 * of decoding; quality 1 where it passed, else 0; weight 0 to 1; routing 1 where the main model answered, else 0.
 */
export type Metric = 'latency' | 'firstToken' | 'tokens' | 'tokensPerSecond' | 'quality' | 'weight' | 'routing'

export const METRICS: readonly Metric[] = [
  'latency',
  'firstToken',
  'tokens',
  'tokensPerSecond',
  'quality',
  'weight',
  'routing',
]

/** The properties that all samples share. */
interface SampleFacts {
  /** The origin of the replies; null: no replies, as for decisions of the router. A mixed sample cannot be judged. */
  basis: Basis | null
  /** Ids of goldens (or conversations) that are not in the sample, as they lack a value. */
  unmeasured: string[]
}

/** The same goldens, asked with two variants. The golden is the unit; its repeats are not independent. */
export interface PairedSample extends SampleFacts {
  kind: 'paired'
  metric: Metric
  /** Names of the two variants. A claim is about the first, such as that it is faster. */
  labels: [string, string]
  pairs: {
    /** Id of the golden. */
    id: string
    /** A value for each repeat; there is at least one. */
    first: number[]
    second: number[]
    /** Whether the repeats of each side are copies of one reply. Copies count once where outcomes are counted. */
    copies: [boolean, boolean]
  }[]
}

/** Two metrics of the same replies. Points of one cluster (a conversation, a golden) are not independent. */
export interface RelationSample extends SampleFacts {
  kind: 'relation'
  metrics: [Metric, Metric]
  points: { x: number; y: number; cluster: string }[]
}

/** One metric in several contexts. Values of one cluster are not independent, within a context and across them. */
export interface GroupedSample extends SampleFacts {
  kind: 'grouped'
  metric: Metric
  /** In a fixed order: where there are two, an effect is that of the second over the first. */
  groups: { context: string; values: { value: number; cluster: string }[] }[]
}

/** One metric in order of time, the oldest first. */
export interface SeriesSample extends SampleFacts {
  kind: 'series'
  metric: Metric
  values: number[]
}

/** The value of a metric of one reply; null: not known, or the metric does not exist for it. */
export function valueOf(observation: Observation, metric: Metric): number | null {
  switch (metric) {
    case 'latency':
      return observation.latencyMs
    case 'firstToken':
      return observation.firstTokenMs
    case 'tokens':
      return observation.completionTokens
    case 'tokensPerSecond':
      return observation.latencyMs === null ? null : decodingSpeed({ ...observation, latencyMs: observation.latencyMs })
    case 'quality':
      return observation.passed === null ? null : Number(observation.passed)
    case 'weight':
      return observation.weight
    case 'routing':
      return Number(observation.source === 'main_model')
  }
}
