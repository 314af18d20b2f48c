// Generated from schemas/dashboard.schema.json by `npm run generate`. Do not edit.

/**
 * Places in `words`.
 */
export type WordColumn = number[]
/**
 * A message of the live stream.
 */
export type LiveMessage =
  | {
      type: 'hello'
      version: string
      /**
       * Milliseconds since 1970 (UTC).
       */
      startedAt: number
    }
  | {
      type: 'log'
      /**
       * Of all files of the log.
       */
      bytes: number
      files: number
      /**
       * Milliseconds since 1970 (UTC).
       */
      time: number
    }

/**
 * The answers of the dashboard server, by the name of their route: `GET /api/overview` answers an Overview. Times are milliseconds since 1970 (UTC), durations are milliseconds, shares are 0 to 1. `weight` and `labels` are POST requests with a WeightRequest and a LabelRequest.
 */
export interface DashboardAnswers {
  meta?: Meta
  overview?: Overview
  hypotheses?: Hypotheses
  routing?: Routing
  weights?: Weights
  buckets?: Buckets
  events?: EventPage
  facets?: EventFacets
  event?: EventDetail
  goldens?: GoldensOverTime
  comparison?: RunComparison
  settings?: Settings
  weight?: WeightExplanation
  labels?: Judgement
}
/**
 * Facts of the server, and of the log as it is now.
 */
export interface Meta {
  /**
   * Version of vitest-aios.
   */
  version: string
  /**
   * Milliseconds since 1970 (UTC).
   */
  startedAt: number
  /**
   * Command that starts the server again, at the same address with the same options.
   */
  startCommand: string
  /**
   * Milliseconds since 1970 (UTC).
   */
  now: number
  /**
   * Folder of the project.
   */
  root: string
  /**
   * Files of the log; empty: the log does not exist.
   */
  logs: string[]
  /**
   * Of these files, on disk.
   */
  bytes: number
  reader: 'duckdb' | 'stream'
  /**
   * Whether replies can be labelled: the server was started with --label.
   */
  label: boolean
  /**
   * Whether this is a static export, which has no server.
   */
  exported: boolean
  /**
   * Address of the Vitest UI that this page is in; null: it is a page of its own.
   */
  vitestUi: string | null
  /**
   * Problems of the log that leave the rest readable, such as damaged lines.
   */
  notes: string[]
}
/**
 * The tab Overview.
 */
export interface Overview {
  /**
   * Milliseconds since 1970 (UTC).
   */
  now: number
  headline: Headline
  /**
   * All problems that the headline names or counts, the most urgent first.
   */
  problems: Problem[]
  lastRun: LastRun | NotKnown
  window: Window
  log: LogState | NotKnown
  figures: Figures
  objectives: Objective[] | NotKnown
  health: Sign[]
  series: SeriesPoint[]
  buckets: Split[]
  sources: Split[]
  /**
   * Replies, without the questions that got none, hour by hour or in longer parts.
   *
   * Items: Replies in a part of the time.
   */
  activity: {
    /**
     * Milliseconds since 1970 (UTC).
     */
    time: number
    count: number
  }[]
  activityEveryMs: number
  changes: RunChanges | NotKnown
  /**
   * null: no run is in progress.
   */
  progress: Progress | null
  notes: string[]
}
/**
 * What broke and what to do, or that everything is well.
 */
export interface Headline {
  /**
   * broken: the last run failed, or an objective is missed. red_flag: only a red flag, which fails no run.
   */
  state: 'healthy' | 'broken' | 'red_flag' | 'unknown'
  sentence: string
  /**
   * The command to run; null: nothing to do.
   */
  next: string | null
  /**
   * Places that show why, the most useful first.
   */
  links: Link[]
}
/**
 * A place in the page.
 */
export interface Link {
  label: string
  view: 'overview' | 'hypotheses' | 'routing' | 'events' | 'event' | 'goldens' | 'comparison' | 'settings'
  /**
   * Query parameters of its address; several values repeat one.
   */
  query: {
    [k: string]: string | string[]
  }
}
/**
 * A problem of the overview, which the headline names or counts.
 */
export interface Problem {
  state: 'broken' | 'red_flag'
  sentence: string
  /**
   * Places that show why, the most useful first.
   */
  links: Link[]
}
/**
 * The last run, from its report; with a run in the filter, that run.
 */
export interface LastRun {
  state: 'known'
  /**
   * null: a report of an older format.
   */
  run: string | null
  /**
   * When it ended, in milliseconds since 1970 (UTC).
   */
  time: number
  status: 'pass' | 'fail'
  backend: string | null
  /**
   * Whether it is older than a week, so that it says nothing about the present.
   */
  stale: boolean
  /**
   * Goldens that failed; of a run without its report, replies that failed.
   */
  failed: number
  /**
   * Goldens that failed and are not known failures of the baseline; empty: of a run without its report, too.
   */
  newlyFailing: {
    set: string
    id: string
  }[]
}
/**
 * Something that is not known, and what changes that.
 */
export interface NotKnown {
  state: 'missing' | 'unreadable' | 'unknown'
  reason: string
  /**
   * The command or setting that changes it.
   */
  next: string
}
/**
 * The time that an answer covers.
 */
export interface Window {
  /**
   * Milliseconds since 1970 (UTC); null: not known.
   */
  from: number | null
  /**
   * Milliseconds since 1970 (UTC); null: not known.
   */
  to: number | null
  /**
   * Length of a part of its series, in milliseconds; null: a series has a point for each run.
   */
  everyMs: number | null
}
/**
 * The provenance log.
 */
export interface LogState {
  state: 'known'
  files: number
  bytes: number
  /**
   * That match the filter.
   */
  events: number
  /**
   * Milliseconds since 1970 (UTC); null: not known.
   */
  first: number | null
  /**
   * Milliseconds since 1970 (UTC); null: not known.
   */
  last: number | null
  /**
   * Lines that are not events.
   */
  damaged: number
  /**
   * Events of older formats that are left out.
   */
  older: number
  notes: string[]
}
/**
 * The figures of the window.
 */
export interface Figures {
  /**
   * Replies, without the questions that got none.
   */
  replies: number
  /**
   * Those of them that were replayed from recordings; the others were measured.
   */
  replayed: number
  pass: number
  fail: number
  unjudged: number
  unmeasured: number
  passRate: number | null
  p50Ms: number | null
  p95Ms: number | null
  firstTokenMs: number | null
  tokensPerSecond: number | null
}
/**
 * An objective of a golden set, with its trend.
 */
export interface Objective {
  set: string
  objective: 'passRate' | 'p95Ms' | 'boundaryDrift' | 'errorRate' | 'ttftMs' | 'tokensPerSecond' | 'tokensPerReply'
  /**
   * In words, such as p95 latency.
   */
  name: string
  direction: 'at least' | 'at most'
  target: number | null
  /**
   * In the last report; null: not measured.
   */
  value: number | null
  unit: 'share' | 'ms' | 'per second' | 'tokens' | 'drift'
  /**
   * open: it cannot be judged. reported: no target is set.
   */
  state: 'met' | 'missed' | 'open' | 'reported'
  n: number
  /**
   * Value and target in words.
   */
  sentence: string
  /**
   * What the data show beyond chance, or why it cannot be judged; empty where neither is known.
   */
  evidence: string
  /**
   * null: the target allows no share of bad replies, or the window has no reply.
   */
  budget: ErrorBudget | null
  trend: TrendPoint[]
}
/**
 * The bad replies that the target of an objective allows in the time window, and those that it has.
 */
export interface ErrorBudget {
  /**
   * The replies that count: the measured ones, or where the set has replayed ones alone, these.
   */
  origin: 'measured' | 'replayed'
  /**
   * Replayed replies of the set that do not count, because others were measured.
   */
  leftOut: number
  /**
   * Share of the replies that may be bad, above 0 to 1.
   */
  allowed: number
  /**
   * Questions that miss the target: failed, slower than it, or without a reply.
   */
  bad: number
  /**
   * Those of them without a reply.
   */
  lost: number
  all: number
  /**
   * Share of the budget that is left, 1 to minus infinity.
   */
  left: number
  /**
   * Burn rates up to the last reply: of the window, of its last sixth, of its last part; those that differ.
   */
  burn: BurnRate[]
  /**
   * Burn rate of the last sixth of the window; null: none of its replies counts.
   */
  recent: number | null
}
/**
 * How fast an error budget is used up since a time.
 */
export interface BurnRate {
  /**
   * Milliseconds since 1970 (UTC).
   */
  since: number
  /**
   * Share of bad replies as a multiple of the allowed one; above 1 the budget runs out.
   */
  rate: number
  bad: number
  all: number
}
/**
 * Value of an objective in a part of the time.
 */
export interface TrendPoint {
  /**
   * Milliseconds since 1970 (UTC).
   */
  time: number
  value: number | null
  n: number
  /**
   * Whether the value misses the target.
   */
  breach: boolean
}
/**
 * One measure beside its healthy range.
 */
export interface Sign {
  measure: string
  /**
   * null: of the run, or of the router.
   */
  set: string | null
  value: number | null
  state: 'healthy' | 'outside' | 'red_flag' | 'unknown'
  /**
   * Name, value and limits in words.
   */
  sentence: string
  link: Link | null
}
/**
 * Replies in a part of the time. A value is null where no reply tells it.
 */
export interface SeriesPoint {
  /**
   * Beginning of the part, in milliseconds since 1970 (UTC).
   */
  time: number
  /**
   * Value of the fact that splits the series; null: not split, or unknown.
   */
  value: string | null
  /**
   * Questions, with those without a reply.
   */
  count: number
  pass: number
  fail: number
  unjudged: number
  unmeasured: number
  /**
   * pass / (pass + fail + unmeasured): as in the objective, a question without a reply has not passed.
   */
  passRate: number | null
  p50Ms: number | null
  p95Ms: number | null
  /**
   * Median, in milliseconds.
   */
  firstTokenMs: number | null
  /**
   * Median.
   */
  tokensPerSecond: number | null
}
/**
 * Replies with the same value of a fact.
 */
export interface Split {
  value: string
  count: number
  pass: number
  fail: number
  unjudged: number
  unmeasured: number
  passRate: number | null
  p50Ms: number | null
  p95Ms: number | null
  firstTokenMs: number | null
  tokensPerSecond: number | null
}
/**
 * The last run against the one before, paired by golden.
 */
export interface RunChanges {
  before: RunRef
  after: RunRef
  shared: SharedChange[]
  /**
   * The metrics and goldens that are not compared, with the reasons.
   */
  notes: string[]
  regressed: GoldenRef[]
  improved: GoldenRef[]
  unchanged: GoldenRef[]
  /**
   * Goldens that only one run has, whose question or expectation changed, or that got no verdict.
   */
  unpaired: GoldenRef[]
}
/**
 * A run.
 */
export interface RunRef {
  run: string
  /**
   * Time of its first event.
   */
  first: number
  /**
   * Milliseconds since 1970 (UTC).
   */
  last: number
  /**
   * null: it has not ended, was killed, or is of an older format.
   */
  status: 'pass' | 'fail' | null
  backend: string | null
  sets: string[]
  commit?: string | null
  pass: number
  fail: number
  unjudged: number
  unmeasured: number
  p50Ms: number | null
  p95Ms: number | null
}
/**
 * A change of model or source that several goldens have, which is not repeated with each.
 */
export interface SharedChange {
  change: string
  /**
   * How many have it.
   */
  goldens: number
}
/**
 * A golden, with the reason why it is listed.
 */
export interface GoldenRef {
  /**
   * Its list in the comparison of the two runs.
   */
  list: 'newly failing' | 'regressed' | 'improved' | 'changed' | 'unpaired' | 'unchanged'
  /**
   * Its last reply in the later run; null: it has none there.
   */
  message: string | null
  set: string
  id: string
  trait: string
  reason: string
}
/**
 * A run that has not ended.
 */
export interface Progress {
  run: string
  /**
   * Milliseconds since 1970 (UTC).
   */
  startedAt: number
  /**
   * Milliseconds since 1970 (UTC).
   */
  lastEventAt: number
  /**
   * Questions asked so far.
   */
  done: number
  /**
   * Questions of the run; null: not known.
   */
  total: number | null
  /**
   * Where the total comes from, in words.
   */
  basis: string
  sets: string[]
  /**
   * What it has asked so far; null: goldens, or several kinds.
   */
  only: 'hypotheses' | 'configurations' | null
  pass: number
  fail: number
  unjudged: number
  unmeasured: number
}
/**
 * The tab Hypotheses.
 */
export interface Hypotheses {
  window: Window
  hypotheses: Hypothesis[]
  /**
   * Newest first.
   */
  batches: HypothesisBatch[]
  /**
   * Hypothesis events of older formats, which are counted and not used.
   */
  older: number
  /**
   * Why there are no hypotheses; null: there are some.
   */
  empty: NotKnown | null
  notes: string[]
}
/**
 * A hypothesis with its last outcome and its history.
 */
export interface Hypothesis {
  id: string
  claim: string
  outcome: 'supported' | 'not_supported' | 'inconclusive' | 'unmeasured'
  /**
   * Before the correction for the other hypotheses of the run.
   */
  outcomeAlone: 'supported' | 'not_supported' | 'inconclusive' | null
  method: string | null
  /**
   * null: not measured.
   */
  effect: {
    /**
     * Such as ratio, risk difference, rho.
     */
    name: string
    value: number | null
    /**
     * The margin.
     */
    minimum: number
    claimed: 'at least' | 'at most' | 'beyond' | 'within'
  } | null
  interval: Interval | null
  p: number | null
  pAdjusted: number | null
  n: number | null
  repeats: number | null
  basis: string | null
  alpha: number
  power: number
  metric: string | null
  /**
   * Whether another outcome than supported fails the test.
   */
  must: boolean
  reason: string | null
  /**
   * The sample that would probably decide, in words.
   */
  needed: string | null
  run: string
  /**
   * Milliseconds since 1970 (UTC).
   */
  time: number
  /**
   * Oldest first.
   */
  history: HypothesisOutcome[]
  /**
   * Oldest first.
   */
  changes: DeclarationChange[]
  /**
   * The replies that it asked for, split by source.
   */
  replies: SeriesPoint[]
}
/**
 * Each bound has the confidence on its own; null: the data are too few for one.
 */
export interface Interval {
  lower: number | null
  upper: number | null
  confidence: number
}
/**
 * One test of a hypothesis.
 */
export interface HypothesisOutcome {
  /**
   * Milliseconds since 1970 (UTC).
   */
  time: number
  run: string
  outcome: 'supported' | 'not_supported' | 'inconclusive' | 'unmeasured'
  effect: number | null
  lower: number | null
  upper: number | null
  p: number | null
  pAdjusted: number | null
  n: number | null
  repeats: number | null
  basis: 'measured' | 'replayed' | 'mixed' | null
  declarationHash: string
  /**
   * Why the data do not decide, or why it was not measured.
   */
  reason: string | null
}
/**
 * A claim or declaration that changed between two tests.
 */
export interface DeclarationChange {
  /**
   * Milliseconds since 1970 (UTC).
   */
  time: number
  run: string
  fields: {
    field: string
    before: string | null
    after: string | null
  }[]
}
/**
 * The hypotheses of a run.
 */
export interface HypothesisBatch {
  /**
   * Milliseconds since 1970 (UTC).
   */
  time: number
  run: string
  /**
   * Whether the tests of the hypotheses passed; null: their events are not in the time window.
   */
  status: 'pass' | 'fail' | null
  /**
   * Of the whole run, with its goldens.
   */
  runStatus: 'pass' | 'fail'
  backend: string
  alpha: number
  family: number
  supported: number
  notSupported: number
  inconclusive: number
  unmeasured: number
  notRun: number
  supportedShare: number | null
}
/**
 * The tab Routing.
 */
export interface Routing {
  /**
   * Boundaries to draw.
   */
  limits: {
    /**
     * 0.5.
     */
    rest: number
    /**
     * 0.42 by default.
     */
    lower: number
    /**
     * 0.58 by default.
     */
    upper: number
  }
  router: Router | NotKnown
  /**
   * In order of time.
   */
  boundary: BoundaryPoint[]
  /**
   * Newest first.
   */
  adaptations: Adaptation[]
}
/**
 * State of the adaptive router.
 */
export interface Router {
  state: 'known'
  place: string
  policy: string
  /**
   * Why adaptation is off; null: it is on.
   */
  off: string | null
  /**
   * That the router uses: within the limit of the drift.
   */
  boundary: number
  /**
   * That the state has.
   */
  stored: number
  /**
   * Of the stored boundary.
   */
  drift: number
  maxDrift: number
  /**
   * Milliseconds since 1970 (UTC).
   */
  startedAt: number
  /**
   * Milliseconds since 1970 (UTC).
   */
  updatedAt: number
  /**
   * Why the boundary moves or stays.
   */
  reason: string
  wouldChange: string | null
  /**
   * Whether there are too few outcomes to interpret the candidates.
   */
  isEarly: boolean
  rules: PolicyRule[]
  candidates: PolicyCandidate[]
  /**
   * Control, then treatment.
   */
  arms: RouterArm[]
  split: SampleRatio
  /**
   * Counts that contradict each other; null: none.
   */
  contradiction: string | null
}
/**
 * One requirement of a move of the boundary.
 */
export interface PolicyRule {
  name: string
  value: number | null
  threshold: number | null
  direction: 'at least' | 'at most' | 'above' | 'below'
  /**
   * Such as outcomes, share or s.
   */
  unit: string
  met: boolean
}
/**
 * An alternative boundary.
 */
export interface PolicyCandidate {
  boundary: number
  /**
   * Estimated gain in utility a message.
   */
  gain: number
  /**
   * e-value; null: the policy has none.
   */
  evidence: number | null
  /**
   * Threshold of the evidence; null: none.
   */
  needed: number | null
  /**
   * Why it is not allowed; null: it is.
   */
  refused: string | null
}
/**
 * One bucket of the router.
 */
export interface RouterArm {
  bucket: 'control' | 'treatment'
  boundary: number
  /**
   * Over the whole experiment.
   */
  outcomes: number
  conversations: number
  failures: number
  /**
   * Outcomes since the boundary last moved; what follows counts these.
   */
  recent: number
  quality: number | null
  qualityInterval: {
    lower: number
    upper: number
  } | null
  latencyMs: number | null
  mainShare: number | null
  slowShare: number | null
}
/**
 * The sample-ratio check: conversations in the two buckets.
 */
export interface SampleRatio {
  control: number
  treatment: number
  /**
   * Expected share of control.
   */
  expected: number
  /**
   * Exact, two-sided.
   */
  p: number
  /**
   * null: the split is as expected.
   */
  warning: string | null
}
/**
 * The boundary of the treatment bucket at a time.
 */
export interface BoundaryPoint {
  /**
   * Milliseconds since 1970 (UTC).
   */
  time: number
  boundary: number
  origin: 'start' | 'adaptation' | 'reset' | 'state'
}
/**
 * A move of the boundary.
 */
export interface Adaptation {
  /**
   * Milliseconds since 1970 (UTC).
   */
  time: number
  run: string | null
  policy: string
  from: number
  to: number
  evidence: number | null
  gain: number | null
  reason: string
}
/**
 * The weights of the replies, for the tab Routing.
 */
export interface Weights {
  points: WeightPoints
  /**
   * All replies with a weight.
   */
  total: number
}
/**
 * A sample where there are more.
 */
export interface WeightPoints {
  /**
   * Milliseconds since 1970 (UTC).
   */
  time: number[]
  weight: number[]
  boundary: (number | null)[]
  /**
   * To open the event.
   */
  message: (string | null)[]
  /**
   * The values of the columns that follow.
   */
  words: (string | null)[]
  source: WordColumn
  bucket: WordColumn
  verdict: WordColumn
}
/**
 * Both buckets in the log, for the tab Routing.
 */
export interface Buckets {
  /**
   * Replies of the window by bucket.
   */
  buckets: Split[]
  /**
   * The check over the conversations in the log; null: none.
   */
  split: SampleRatio | null
  /**
   * Replies of goldens and hypotheses, which the check over the log leaves out.
   */
  repeated: number
  /**
   * Why the conversations are not checked; null: they are.
   */
  note: string | null
}
/**
 * Rows of the event table.
 */
export interface EventPage {
  /**
   * All events that match.
   */
  total: number
  offset: number
  rows: EventRow[]
  /**
   * Why there are no events; null: there are some.
   */
  empty: NotKnown | null
}
/**
 * An event in the table; null: an event of this type does not have it.
 */
export interface EventRow {
  /**
   * Milliseconds since 1970 (UTC).
   */
  time: number
  type: string
  message: string | null
  run: string | null
  conversation: string | null
  set: string | null
  golden: string | null
  trait: string | null
  hypothesis: string | null
  configuration: string | null
  source: string | null
  bucket: string | null
  model: string | null
  verdict: string | null
  judge: string | null
  origin: string | null
  older: boolean
  retry: number | null
  weight: number | null
  boundary: number | null
  latencyMs: number | null
  firstTokenMs: number | null
  tokensPerSecond: number | null
  completionTokens: number | null
  /**
   * The beginning of its texts.
   */
  text: string
}
/**
 * The values to filter by.
 */
export interface EventFacets {
  total: number
  facets: Facet[]
}
/**
 * Values of a fact, the most frequent first.
 */
export interface Facet {
  name:
    | 'type'
    | 'run'
    | 'conversation'
    | 'set'
    | 'golden'
    | 'trait'
    | 'hypothesis'
    | 'configuration'
    | 'source'
    | 'bucket'
    | 'model'
    | 'verdict'
    | 'judge'
    | 'origin'
  values: {
    value: string
    count: number
    /**
     * Of a value that is a run; null: not known.
     */
    run?: RunFacts | null
  }[]
}
/**
 * A run in a list to filter by.
 */
export interface RunFacts {
  /**
   * Time of its first event, in milliseconds since 1970 (UTC).
   */
  first: number
  /**
   * null: no event closes it.
   */
  status: string | null
  /**
   * Golden sets, in alphabetical order.
   */
  sets: string[]
}
/**
 * One event in full.
 */
export interface EventDetail {
  row: EventRow
  question: CutText | null
  reply: CutText | null
  reasoning: CutText | null
  /**
   * Why it failed.
   */
  why: string | null
  /**
   * The expectation of its golden; empty: it has none, or is unknown.
   */
  conditions: Condition[]
  failure: {
    cause: string
    evidence: string
    remedy: string | null
  } | null
  insteadOf: {
    source: string
    cause: string
    evidence: string
  } | null
  weight: {
    value: number
    parts: NamedValue[]
    bucket: string | null
    boundary: number | null
    propensity: number | null
    drawn: boolean
    off: string | null
  } | null
  timings: Timings | null
  tokens: {
    prompt: number | null
    completion: number | null
    reasoning: number | null
    cached: number | null
  } | null
  /**
   * All verdicts on a reply in order of time, the one that was written with it first; the last one counts.
   */
  judgements: Judgement[]
  golden: GoldenPlace | null
  /**
   * null: the event has no golden.
   */
  baseline: BaselineReply | NotKnown | null
  /**
   * The same golden, in order of time.
   */
  overTime: GoldenPoint[]
  /**
   * In order of time.
   */
  conversation: ConversationTurn[]
  /**
   * Message before it in its conversation.
   */
  previous: string | null
  next: string | null
  /**
   * The event as it is in the log, with very long texts cut.
   */
  raw: unknown
}
/**
 * A text, cut where it is very long.
 */
export interface CutText {
  text: string
  /**
   * Characters of the whole text.
   */
  length: number
  cut: boolean
}
/**
 * A condition of an expectation.
 */
export interface Condition {
  sentence: string
  /**
   * null: not known.
   */
  met: boolean | null
  /**
   * What missed; null: it is met or not known.
   */
  miss: string | null
}
/**
 * A value with its name.
 */
export interface NamedValue {
  name: string
  value: number
}
/**
 * Milliseconds.
 */
export interface Timings {
  queueMs: number | null
  loadMs: number | null
  /**
   * After sending the request.
   */
  firstTokenMs: number | null
  /**
   * From sending the request to the last byte, without queue and load.
   */
  totalMs: number
  tokensPerSecond: number | null
  /**
   * Whether the server's prompt cache had the prompt.
   */
  prompt: 'cold' | 'warm' | 'mixed' | 'unknown'
}
/**
 * A verdict on a reply.
 */
export interface Judgement {
  /**
   * Milliseconds since 1970 (UTC).
   */
  time: number
  verdict: string
  /**
   * A matcher, the end of the test, or the name of a person or tool; null: nothing judged the reply.
   */
  judge: string | null
  why: string | null
}
/**
 * The golden of an event.
 */
export interface GoldenPlace {
  set: string
  id: string
  trait: string
  fingerprint: string | null
  /**
   * Path from the root; null: not found.
   */
  file: string | null
  line: number | null
  /**
   * Whether the golden has changed since.
   */
  changed: boolean
  /**
   * Address in the Vitest UI; null: it does not run.
   */
  vitestUi: string | null
}
/**
 * The same golden in the baseline.
 */
export interface BaselineReply {
  state: 'known'
  label: string
  golden: GoldenSide
  /**
   * Whether question or expectation changed.
   */
  stale: boolean
  /**
   * Relative.
   */
  latencyChange: number | null
  words: WordChange[]
}
/**
 * A golden in a baseline or run.
 */
export interface GoldenSide {
  source: string
  model: string
  /**
   * Repeats with a verdict.
   */
  judged: number
  passed: number
  /**
   * Median of the repeats.
   */
  latencyMs: number
  origin: 'measured' | 'replayed'
  reply: string
}
/**
 * A run of words that both texts have, or only one.
 */
export interface WordChange {
  kind: 'same' | 'removed' | 'added'
  text: string
}
/**
 * A reply to a golden.
 */
export interface GoldenPoint {
  /**
   * Milliseconds since 1970 (UTC).
   */
  time: number
  run: string | null
  message: string | null
  verdict: string | null
  latencyMs: number | null
  source: string | null
  model: string | null
  origin: string | null
}
/**
 * A message of the same conversation.
 */
export interface ConversationTurn {
  message: string | null
  /**
   * Milliseconds since 1970 (UTC).
   */
  time: number
  question: string
  reply: string
  source: string | null
  verdict: string | null
  /**
   * Whether it is the event shown.
   */
  current: boolean
}
/**
 * Latency and verdict of each golden over time.
 */
export interface GoldensOverTime {
  window: Window
  sets: string[]
  /**
   * Goldens that match.
   */
  total: number
  goldens: GoldenHistory[]
  empty: NotKnown | null
}
/**
 * A golden over time.
 */
export interface GoldenHistory {
  set: string
  id: string
  trait: string
  /**
   * In order of time.
   */
  points: GoldenPoint[]
  /**
   * Median latency in the baseline.
   */
  baselineMs: number | null
  last: string | null
}
/**
 * Two runs or baselines, paired by golden.
 */
export interface RunComparison {
  /**
   * Newest first.
   */
  candidates: Candidate[]
  before: Candidate | null
  after: Candidate | null
  /**
   * Change of latency above which a golden counts as changed, where its suite has no tolerance of its own.
   */
  tolerance: number
  metrics: ComparedMetric[]
  shared: SharedChange[]
  /**
   * The metrics and goldens that are not compared, with the reasons.
   */
  notes: string[]
  goldens: PairedGolden[]
  /**
   * Why there is nothing to compare; null: there is.
   */
  empty: NotKnown | null
}
/**
 * A run or baseline that can be compared.
 */
export interface Candidate {
  /**
   * `run:ID`, `baseline`, or `baseline:FILE`.
   */
  key: string
  label: string
  /**
   * Milliseconds since 1970 (UTC); null: not known.
   */
  time: number | null
  kind: 'run' | 'baseline'
}
/**
 * A metric on both sides, over the goldens that are paired.
 */
export interface ComparedMetric {
  name: string
  unit: string
  before: number | null
  after: number | null
  /**
   * Relative, or in points for shares.
   */
  change: number | null
  /**
   * null: neither is better.
   */
  lessIsBetter: boolean | null
  n: number
}
/**
 * A golden on both sides.
 */
export interface PairedGolden {
  set: string
  id: string
  trait: string | null
  change: 'regressed' | 'improved' | 'changed' | 'unchanged' | 'unpaired'
  reasons: ChangeReason[]
  before: GoldenSide | null
  after: GoldenSide | null
  latencyChange: number | null
  stale: boolean
  words: WordChange[]
  /**
   * To open the events.
   */
  messages: {
    before: string | null
    after: string | null
  }
  /**
   * What the last failed reply misses of the expectation; null: no reply failed, or the reason is not logged.
   */
  misses: {
    before: string | null
    after: string | null
  }
}
/**
 * Why a golden changed, or cannot be paired.
 */
export interface ChangeReason {
  kind: 'pass_rate' | 'latency' | 'source' | 'model' | 'reply' | 'unpaired'
  /**
   * In words, such as `pass rate 100 % → 50 %`.
   */
  text: string
}
/**
 * The tab Settings.
 */
export interface Settings {
  settings: SettingValue[]
  paths: PathHealth[]
  /**
   * The current one first.
   */
  states: StateVersion[]
  schemas: SchemaCount[]
  notes: string[]
}
/**
 * A setting with its origin.
 */
export interface SettingValue {
  name: string
  /**
   * Any JSON value; secrets are masked.
   */
  value: unknown
  /**
   * A variable, a file, or default.
   */
  origin: string
}
/**
 * A file or folder that is used.
 */
export interface PathHealth {
  name: string
  path: string
  state: 'ok' | 'missing' | 'not_written_yet' | 'unreadable' | 'invalid'
  bytes: number | null
  /**
   * Milliseconds since 1970 (UTC); null: not known.
   */
  changedAt: number | null
  /**
   * Such as the number of files, or the error.
   */
  detail: string | null
  /**
   * What to do; null: nothing.
   */
  next: string | null
}
/**
 * A router state, now or kept earlier.
 */
export interface StateVersion {
  path: string
  /**
   * Milliseconds since 1970 (UTC); null: not known.
   */
  time: number | null
  /**
   * As it is on disk; null: it cannot be read.
   */
  content: unknown
  error: string | null
}
/**
 * A schema version that occurs.
 */
export interface SchemaCount {
  file: string
  version: string
  events: number | null
}
/**
 * The parts of the weight of a message, and its route.
 */
export interface WeightExplanation {
  weight: number
  /**
   * The largest first.
   */
  parts: NamedValue[]
  /**
   * Their origin.
   */
  coefficients: string
  boundaries: {
    control: number
    treatment: number
  }
  goesTo: {
    control: string
    treatment: string
  }
  /**
   * Whether treatment randomizes messages of this weight.
   */
  experiment: boolean
  off: string | null
}
/**
 * Which events an answer is about, as in the query string of the address. An absent property does not restrict; of several values one has to match.
 */
export interface Filter {
  /**
   * The first time: a period such as 24h or 7d before now, or ISO 8601.
   */
  since?: string
  /**
   * The last time, ISO 8601.
   */
  until?: string
  /**
   * A part of a question, reply, reason or claim, in any case.
   */
  text?: string
  type?: string[]
  run?: string[]
  conversation?: string[]
  set?: string[]
  golden?: string[]
  trait?: string[]
  hypothesis?: string[]
  configuration?: string[]
  source?: string[]
  bucket?: string[]
  model?: string[]
  verdict?: string[]
  origin?: string[]
}
/**
 * Replies with a weight in order of time, column by column: as objects they are three times as long.
 */
export interface WeightPoints1 {
  /**
   * Milliseconds since 1970 (UTC).
   */
  time: number[]
  weight: number[]
  boundary: (number | null)[]
  /**
   * To open the event.
   */
  message: (string | null)[]
  /**
   * The values of the columns that follow.
   */
  words: (string | null)[]
  source: WordColumn
  bucket: WordColumn
  verdict: WordColumn
}
/**
 * A message to weigh.
 */
export interface WeightRequest {
  message: string
}
/**
 * A person's verdict on a reply.
 */
export interface LabelRequest {
  message: string
  /**
   * unjudged: unsure.
   */
  verdict: 'pass' | 'fail' | 'unjudged'
  why?: string
  /**
   * Name of the person.
   */
  by: string
}
/**
 * Why a request failed.
 */
export interface ApiError {
  error: string
  /**
   * What to do; null: nothing.
   */
  next: string | null
}
/**
 * The answers in a static export, by their request.
 */
export interface DashboardExport {
  schema_version: '1.0'
  /**
   * ISO 8601, UTC.
   */
  ts: string
  /**
   * Its time window, such as 7d or all.
   */
  since: string
  /**
   * By the path of the request with its query, such as `overview?since=7d`.
   */
  answers: {
    /**
     * The answer.
     */
    [k: string]: unknown
  }
}
