import type { JudgementEvent } from '../../../schemas/generated/provenance.ts'
import type { EventFacts } from '../event-facts.ts'
import type { LoggedEvent } from '../parse-line.ts'
import type { Skipped } from '../read.ts'
import type { LogFilter } from './log-filter.ts'
import type { PartialAnswer } from './log-progress.ts'
import type { WeightSample } from './weight-sample.ts'

/** The facts that events are counted by. */
export const COUNTED_BY = ['type', 'source', 'bucket', 'model', 'verdict', 'judge', 'trait', 'set'] as const
export type CountedBy = (typeof COUNTED_BY)[number]

/** The number of events by value, in the order of `mostFrequent` but for integers; events without a value are left out. */
export type EventCounts = Record<CountedBy, Record<string, number>>

/** How many events match, and when they were. */
export interface LogSpan {
  total: number
  /** Times of the first and the last of them, in milliseconds since 1970; null: none. */
  first: number | null
  last: number | null
  /** Lines and events that were left out. */
  skipped: Skipped
}

/** How many events match, by fact. */
export interface LogCounts extends LogSpan {
  counts: EventCounts
}

/** Replies in a part of the time, or in a run. A value is null where no reply tells it. */
export interface SeriesPoint {
  /** Beginning of the part, or the first reply of the run that matches, in milliseconds since 1970. */
  time: number
  /** The value of `by`; null: not split, or the events do not have it. */
  value: string | null
  /** Questions, with those without a reply. */
  count: number
  pass: number
  fail: number
  unjudged: number
  unmeasured: number
  /** pass / (pass + fail); unjudged replies and questions without a reply count apart. */
  passRate: number | null
  /** Milliseconds, nearest rank. */
  p50Ms: number | null
  p95Ms: number | null
  p99Ms: number | null
  /** Median time to the first token, in milliseconds. */
  firstTokenMs: number | null
  firstTokenP95Ms: number | null
  /** Median. */
  tokensPerSecond: number | null
  /** The speed that 95 % of the replies reach. */
  tokensPerSecondP5: number | null
  /** Replies at and beyond `limits`; 0 where no limit is given, or no reply has the time. */
  withinLimit: LimitCounts
  beyondLimit: LimitCounts
}

/** Times of a reply that a series compares with a limit. */
export const LIMITED = ['latencyMs', 'firstTokenMs'] as const
export type LimitCounts = Record<(typeof LIMITED)[number], number>

/** What the quantiles of a series are of. */
export const MEASURES = ['latencyMs', 'firstTokenMs', 'tokensPerSecond'] as const
export type Measure = (typeof MEASURES)[number]

/** How to split a series. */
export interface SeriesOptions {
  /**
   * Length of a part, in milliseconds. Parts begin at multiples of it since 1970 (UTC); Infinity: one part with all times,
   * whose time is 0. Default: by run.
   */
  everyMs?: number
  by?: CountedBy
  /** Milliseconds: the replies up to each limit and beyond it are counted. */
  limits?: Partial<LimitCounts>
  /** The measures whose quantiles are wanted; those of others are null. Each takes as long as the counts. Default: all. */
  measures?: readonly Measure[]
}

/** Facts that a page is sorted by. Events without the fact come last; equal ones are sorted by time, the latest first. */
export const SORTED_BY = [
  'time',
  'latencyMs',
  'firstTokenMs',
  'tokensPerSecond',
  'completionTokens',
  'weight',
  'verdict',
  'source',
  'bucket',
  'model',
  'set',
  'golden',
  'trait',
  'conversation',
  'run',
] as const
export type SortedBy = (typeof SORTED_BY)[number]

/** Which part of the events to return. */
export interface PageOptions {
  /** Default `time`. */
  sort?: SortedBy
  /** Default true: the latest, slowest or largest first. */
  descending?: boolean
  /** Events to skip. Default 0. Memory and time grow with it; `cursor` does not have this cost. */
  offset?: number
  /** Events to return at most. Default 100. */
  limit?: number
  /**
   * `next` of the page before, with the same filter, sort and direction. New events do not shift the pages that follow.
   * Default: the first page. Rejects where it is not a cursor.
   */
  cursor?: string
}

/** A part of the events that match. */
export interface EventPage {
  /** All that match, on any page. */
  total: number
  rows: EventFacts[]
  /** The cursor of the page that follows; null: this is the last one. */
  next: string | null
}

/** How to group the replies to goldens. */
export interface GoldenOptions {
  /** Length of a part of the time, as in `SeriesOptions`. Default: by run. */
  everyMs?: number
  /** Points to return at most, the latest. Default 10,000. */
  most?: number
}

/** The replies to a golden in a run, or in a part of the time. */
export interface GoldenPoint {
  set: string
  golden: string
  /** The run, or the beginning of the part in milliseconds since 1970. */
  group: string | number | null
  /** How many replies, retries and failures to reply included. */
  count: number
  pass: number
  fail: number
  /** The last of them: of several at the same time the one with the largest message id. */
  last: GoldenReply
}

/** A reply to a golden, or the failure to reply. */
export type GoldenReply = Pick<
  EventFacts,
  | 'time'
  | 'run'
  | 'message'
  | 'trait'
  | 'source'
  | 'bucket'
  | 'model'
  | 'verdict'
  | 'configuration'
  | 'latencyMs'
  | 'firstTokenMs'
  | 'tokensPerSecond'
>

/** One event in full. */
export interface EventDetail {
  /** With the last verdict. */
  event: LoggedEvent
  /** As it was written, with the first verdict. */
  written: LoggedEvent
  /** All later judgements of it, in order of time. */
  judgements: JudgementEvent[]
}

/** How many conversations are in each bucket. */
export interface ConversationCounts {
  control: number
  treatment: number
  /** Replies of goldens and hypotheses, whose conversations do not count: they are the same in each run. */
  repeated: number
}

/** Facts of an event but its texts. */
export type FactName = Exclude<keyof EventFacts, 'texts'>

/** What is known of a run. */
export interface RunSummary {
  run: string
  /** Times of its first and last event, in milliseconds since 1970. */
  first: number
  last: number
  /** null: no run event closes it; it is in progress, was killed, or is of an older format. */
  status: string | null
  backend: string | null
  /** Golden sets, in alphabetical order. */
  sets: string[]
  /** Events of any type. */
  events: number
  /** Replies to hypotheses, and to configurations that a suite compares, with the questions without a reply. */
  ofHypotheses: number
  ofConfigurations: number
  pass: number
  fail: number
  unjudged: number
  unmeasured: number
  p50Ms: number | null
  p95Ms: number | null
}

/**
 * Queries over a provenance log: a folder with its log and rotated parts, or files, globs and folders of several machines.
 * Each query reads the log as it is then, so new events are seen; damaged lines are skipped. Replies carry their last
 * verdict, wherever in the log it is, and `unjudged` is never a pass. Both readers give the same answers.
 */
export interface LogQuery {
  /** The reader: DuckDB, or the lines one after the other. */
  readonly reader: 'duckdb' | 'stream'
  /** The files of the log at the moment; empty: there is no log. */
  files(): string[]
  /**
   * Changes when the files of the log do, so that answers can be reused until then. It reads no file, only their sizes
   * and times.
   */
  stamp(): string
  /** Describes an answer over a filter while the log is read for the first time; null: it has all events that match. */
  partial(filter?: LogFilter): Promise<PartialAnswer | null>
  /** Counts the events. */
  span(filter?: LogFilter): Promise<LogSpan>
  /** Counts the events by each fact in `COUNTED_BY`. */
  counts(filter?: LogFilter): Promise<LogCounts>
  /** Replies by time, in order of time; parts without replies are left out. */
  series(filter: LogFilter, options: SeriesOptions): Promise<SeriesPoint[]>
  /** Replies to goldens by golden and run, or part of the time: in order of set and golden, then of the last time. */
  goldens(filter?: LogFilter, options?: GoldenOptions): Promise<GoldenPoint[]>
  /** Sorted rows for a table. */
  page(filter: LogFilter, options?: PageOptions): Promise<EventPage>
  /** The first event with a message id; null: it is missing. */
  event(message: string): Promise<EventDetail | null>
  /** The events that match in full, in the order of the log. */
  events(filter?: LogFilter): AsyncIterable<LoggedEvent>
  /**
   * The facts of the events that match, without their texts; those that are not in `only` may be missing. In no particular
   * order. `onSkipped` is called with what was left out, before the first event or after the last one.
   */
  facts<K extends FactName>(
    filter: LogFilter,
    only: readonly K[],
    onSkipped?: (skipped: Skipped) => void,
  ): AsyncIterable<Pick<EventFacts, K>>
  /** Replies that have a weight: all, or a random sample of at most `most`, the same each time. */
  weights(filter: LogFilter, most?: number): Promise<WeightSample>
  /** Counts the conversations by bucket; one whose bucket changed counts as `treatment`. */
  conversations(filter?: LogFilter): Promise<ConversationCounts>
  /** The last runs with events that match, the latest first. Default 100. */
  runs(filter?: LogFilter, most?: number): Promise<RunSummary[]>
  /** Releases the reader. */
  close(): void
}
