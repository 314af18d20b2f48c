import type { ResponseEvent } from '../../../schemas/generated/provenance.ts'
import type {
  GroupedSample,
  Metric,
  PairedSample,
  RelationSample,
  SeriesSample,
} from '../../../src/verdicts/hypothesis/sample.ts'
import type { Golden } from '../../../src/goldens/golden-set.ts'
import type { Source } from '../../../src/source.ts'
import type { FromLog } from './log.ts'
import type { QuestionFiles } from './questions.ts'
import type { VariantPair } from './variant.ts'

/** What to ask, and how often. */
export interface SampleOptions {
  /** Golden sets, relative to the file of the hypothesis. Default: those of its declaration, else all beside the baseline. */
  goldens?: QuestionFiles
  /** How often to ask each question. Default: what the golden says, else the plugin's `repeats`. */
  repeats?: number
  from?: never
}

/** What to ask in one way. */
export interface SingleSourceOptions extends SampleOptions {
  /** The model to ask. Default: the one that the router sends the question to. */
  source?: Source
}

/** Where the contexts of replies come from. */
interface InContext<T> {
  context: (of: T) => string
  /** Which contexts to compare, in this order. Default: all, in the order of their names. */
  contexts?: readonly string[]
}

/** What to ask, and the context that each question belongs to; or what to read, and the context of each reply. */
export type ByContext = (SingleSourceOptions & InContext<Golden>) | (FromLog & InContext<ResponseEvent>)

/** The same questions asked in two ways. The first metric asks them, another one does not ask again. */
export type Pairs = Record<
  'latency' | 'firstToken' | 'tokens' | 'tokensPerSecond' | 'quality',
  () => Promise<PairedSample>
>

/** Single replies. */
export interface Replies {
  /** Two metrics of each reply. */
  relation(x: Metric, y: Metric): Promise<RelationSample>
  /** One metric in the order in which it was asked. No model is asked for weight and routing. */
  series(metric: Metric): Promise<SeriesSample>
}

/** One metric in several contexts. No model is asked for weight and routing. */
export type Contexts = Record<Metric, () => Promise<GroupedSample>>

/** What the body of a hypothesis looks at. Nothing is asked before a metric is. */
export interface Accessors {
  /** Asks each question; or reads the provenance log: `{ from: 'log', since: '7d' }`. */
  observations: (asking?: SingleSourceOptions | FromLog) => Replies
  /** Asks each question in two ways, in turns: of both models, with two prompts, or in two configurations. */
  paired: (ways: VariantPair & SampleOptions) => Pairs
  /** Asks each question, or reads the log, and groups the replies by a context. */
  byContext: (asking: ByContext) => Contexts
}
