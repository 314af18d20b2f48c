import type { FromLog, SampleOptions, SingleSourceOptions } from '../../../schemas/generated/options.ts'
import type { ResponseEvent } from '../../../schemas/generated/provenance.ts'
import type {
  GroupedSample,
  Metric,
  PairedSample,
  RelationSample,
  SeriesSample,
} from '../../../src/verdicts/hypothesis/samples/sample.ts'
import type { Golden } from '../../../src/goldens/sets/golden-set.ts'
import type { VariantPair } from './variant.ts'

export type { SampleOptions, SingleSourceOptions }

/** Groups replies by a context. */
interface InContext<T> {
  context: (of: T) => string
  /** The contexts to compare, in this order. Default: all, sorted by name. */
  contexts?: readonly string[]
}

/** Questions to ask or replies to read, and the context of each. */
export type ByContext = (SingleSourceOptions & InContext<Golden>) | (FromLog & InContext<ResponseEvent>)

/** The same questions asked with two variants. The first metric asks them; further metrics use the same replies. */
export type Pairs = Record<
  'latency' | 'firstToken' | 'tokens' | 'tokensPerSecond' | 'quality',
  () => Promise<PairedSample>
>

/** Single replies. */
export interface Replies {
  /** Two metrics of each reply. */
  relation(x: Metric, y: Metric): Promise<RelationSample>
  /** One metric, in the order of the questions. Weight and routing need no model. */
  series(metric: Metric): Promise<SeriesSample>
}

/** One metric in several contexts. Weight and routing need no model. */
export type Contexts = Record<Metric, () => Promise<GroupedSample>>

/** The samples that the body of a hypothesis can take. No model is asked before a metric is requested. */
export interface Accessors {
  /** Asks each question; or reads the provenance log: `{ from: 'log', since: '7d' }`. */
  observations: (asking?: SingleSourceOptions | FromLog) => Replies
  /** Asks each question with two variants, in turns: both models, two prompts, or two configurations. */
  paired: (ways: VariantPair & SampleOptions) => Pairs
  /** Asks each question, or reads the log, and groups the replies by a context. */
  byContext: (asking: ByContext) => Contexts
}
