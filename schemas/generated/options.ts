// Generated from schemas/options.schema.json by `npm run generate`. Do not edit.
import type {Expectation} from '../../src/goldens/golden.ts'
import type {Policy} from '../../src/router/policy.ts'
import type {Move} from '../../src/router/state.ts'
import type {StateStore} from '../../src/router/store.ts'
import type {Coefficients} from '../../src/router/weight/default-coefficients.ts'

/**
 * Golden sets, relative to the file of the hypothesis. Default: those of the declaration, else all beside the baseline.
 *
 * @minItems 1
 */
export type Goldens = string | readonly string[]

/**
 * The options of the plugin: `aios({ ... })`. An environment variable that is named here takes precedence over its option.
 */
export interface AiosOptions {
  /**
   * `AIOS_BACKEND`: Where replies come from; `auto` takes the first that can answer: live, embedded, replay. Default `auto`.
   */
  backend?: 'auto' | 'live' | 'replay' | 'embedded'
  /**
   * `AIOS_BASE_URL`: The server's address, with or without `/v1`. Default `http://127.0.0.1:1234/v1`.
   */
  baseUrl?: string
  /**
   * `AIOS_API_KEY`, else `LM_API_TOKEN`: The API key of the server. It is never written to a file. Default: none.
   */
  apiKey?: string
  /**
   * Ids of the two models on their server.
   */
  models?: ModelIds
  /**
   * `AIOS_MODEL_ALIASES`: By the name in `models`: further names under which the same model may be listed and may answer. A reply from any other model is a failure. Default: none.
   */
  aliases?: Record<string, readonly string[]>
  /**
   * `AIOS_MODEL_CONFIG`: Path of the runbook's model file. Of several paths, separated by commas, the first that exists is read. Default: none.
   */
  modelConfig?: string
  /**
   * `AIOS_DIR`: Folder of the log, the reports, the router state and the embedded engine. Default `.aios`.
   */
  dir?: string
  /**
   * `AIOS_REPEATS`: How often each golden is asked; `auto`: until the verdict is clear, in at most three looks. Default 1.
   */
  repeats?: number | 'auto'
  /**
   * `AIOS_TIMEOUT_MS`: Limit of a whole reply in milliseconds, without queue and model load. Default 120,000.
   */
  timeoutMs?: number
  /**
   * The other limits of a call, in milliseconds.
   */
  limits?: LimitOptions
  /**
   * `AIOS_ADAPTIVE_ENABLED`: Whether the router adapts; with false (`0` in the variable) every decision is that of the control bucket. Default `true`.
   */
  adaptive?: boolean
  /**
   * How the router of the suites learns.
   */
  router?: SuiteRouterOptions
  /**
   * Requests that one server answers at the same time. 1 is right for one local GPU. Default 1.
   */
  slots?: number
  /**
   * Decoding settings. The defaults are greedy decoding.
   */
  sampling?: SamplingOptions
  /**
   * System message of the application under test, before every conversation that has none. Default: none.
   */
  prompt?: string
  /**
   * Objectives that `describeGoldens` checks for each set. Default: none.
   */
  slo?: Slo
  /**
   * Healthy ranges and red flags that `aios status` and the summary of a run show. They fail no run.
   */
  health?: HealthOptions
  /**
   * How a change against the baseline is judged; a number is the tolerance.
   */
  regression?: number | RegressionOptions
  /**
   * Folder of the recorded replies. Default `goldens/cassettes`.
   */
  cassettes?: string
  /**
   * The baseline file. Default `goldens/baseline.json`.
   */
  baseline?: string
  /**
   * When the provenance log is rotated, and how many of its older parts are kept.
   */
  log?: LogOptions
  /**
   * Personal data that are kept out of every file.
   */
  privacy?: PrivacyOptions
}
/**
 * Ids of the two models on their server.
 */
export interface ModelIds {
  /**
   * `AIOS_MAIN_MODEL`: Id of the large model. Default: must be set for live replies.
   */
  main_model?: string
  /**
   * `AIOS_EMBEDDER`: Id of the small, fast model. Default: must be set for live replies.
   */
  embedder?: string
}
/**
 * Limits of the parts of a call, in milliseconds, at most a day. Each has its own failure. The wait for a free slot is not limited.
 */
export interface LimitOptions {
  /**
   * Until the TCP connection is open. Default 2,000.
   */
  connect?: number
  /**
   * Until a model that has to be loaded first is ready. Default 600,000.
   */
  load?: number
  /**
   * The first reply of a model whose server does not report whether it is loaded. Default: `load` where that is set, else `AIOS_TIMEOUT_MS` where that is set, else the default of `load`.
   */
  warmUp?: number
  /**
   * From sending a request to the first token, when the model is loaded. Default: the limit of the whole reply.
   */
  firstToken?: number
  /**
   * Longest silence after the first token. Default 30,000.
   */
  idle?: number
}
/**
 * When the provenance log is rotated, and how many of its older parts are kept.
 */
export interface LogOptions {
  /**
   * Size from which the log is rotated, in megabytes (1,000,000 bytes). Default 50.
   */
  maxMb?: number
  /**
   * Whether a log that began on an earlier day (UTC) is rotated. Default `true`.
   */
  daily?: boolean
  /**
   * Number of rotated parts that are kept; older ones are deleted. Default 10.
   */
  keep?: number
}
/**
 * Personal data that are kept out of every file. Credentials are redacted without any option.
 */
export interface PrivacyOptions {
  /**
   * Texts that `[redacted]` replaces in questions and replies before they are written. Default: nothing.
   */
  redact?: RedactOptions
  /**
   * Whether the log has an HMAC-SHA-256 of each conversation id in place of the id. The key is in `AIOS_CONVERSATION_KEY`. Default `false`.
   */
  hashConversations?: boolean
}
/**
 * Texts that `[redacted]` replaces in questions and replies before they are written.
 */
export interface RedactOptions {
  /**
   * E-mail addresses. Default `false`.
   */
  emails?: boolean
  /**
   * Phone numbers, international and in the usual national groupings. Default `false`.
   */
  phones?: boolean
  /**
   * Payment card numbers with a valid check digit. Default `false`.
   */
  cards?: boolean
  /**
   * Regular expressions, such as `CUST-\d+`, or `/cust-\d+/i` with flags. Default `[]`.
   */
  patterns?: string[]
}
/**
 * Decoding settings. All are sent with every request, because a server fills in its own defaults for missing ones (LM Studio: temperature 0.8, repeat penalty 1.1).
 */
export interface SamplingOptions {
  /**
   * Randomness of the sampling; 0 always takes the most likely token. Default 0.
   */
  temperature?: number
  /**
   * Share of the probability that tokens are drawn from. Default 1.
   */
  top_p?: number
  /**
   * Number of most likely tokens that are drawn from. Default 1.
   */
  top_k?: number
  /**
   * Penalty of repeated tokens; 1 disables it. Default 1.
   */
  repeat_penalty?: number
  /**
   * Seed of repeat 0; repeat n is asked with `seed + n`. Default 1.
   */
  seed?: number
  /**
   * Largest number of tokens of a reply. Default 256.
   */
  max_tokens?: number
  /**
   * Strings that end a reply. Default `[]`.
   */
  stop?: string[]
}
/**
 * Service level objectives of a golden set. An objective that is left out is not judged.
 */
export interface Slo {
  /**
   * Smallest share of goldens whose every reply meets the expectation, 0 to 1. A golden without a reply does not pass.
   */
  passRate?: number
  /**
   * Largest 95th percentile of the latency, in milliseconds.
   */
  p95Ms?: number
  /**
   * Largest distance of the router's boundary from 0.5.
   */
  boundaryDrift?: number
  /**
   * Largest share of questions without a reply, 0 to 1.
   */
  errorRate?: number
  /**
   * Largest 95th percentile of the time to the first token, in milliseconds.
   */
  ttftMs?: number
  /**
   * Smallest median speed of generation, in tokens a second.
   */
  tokensPerSecond?: number
  /**
   * Largest mean number of tokens of a reply.
   */
  tokensPerReply?: number
  /**
   * Decides by the bounds of the data with this confidence, such as 0.95, and not by the point values.
   */
  confidence?: number
}
/**
 * Healthy ranges and red flags. A value that is left out keeps its default.
 */
export interface HealthOptions {
  /**
   * Share of goldens that pass, 0 to 1. Default `{ from: 0.95, to: 1, redBelow: 0.9 }`.
   */
  passRate?: HealthRange
  /**
   * Median latency in milliseconds. Default `{ from: 10_000, to: 14_000 }`.
   */
  p50Ms?: HealthRange
  /**
   * 95th percentile of the latency in milliseconds. Default `{ from: 15_000, to: 20_000, redAbove: 25_000 }`.
   */
  p95Ms?: HealthRange
  /**
   * Share of replies from `main_model`, 0 to 1. Default `{ from: 0.55, to: 0.65 }`.
   */
  mainShare?: HealthRange
  /**
   * Distance of the router's boundary from 0.5. Default `{ from: 0, to: 0.1, redAbove: 0.1 }`.
   */
  boundaryDrift?: HealthRange
  /**
   * Whether it is a red flag that one model gave all replies. Default `true`.
   */
  oneModel?: boolean
}
/**
 * A healthy range with the values at which a red flag is raised.
 */
export interface HealthRange {
  /**
   * Smallest healthy value. A smaller latency is healthy too, unless `redBelow` is set. Default: the measure's own.
   */
  from?: number
  /**
   * Largest healthy value. Default: the measure's own.
   */
  to?: number
  /**
   * A smaller value is a red flag. Default: the measure's own.
   */
  redBelow?: number
  /**
   * A larger value is a red flag. Default: the measure's own.
   */
  redAbove?: number
}
/**
 * How a change against the baseline is judged.
 */
export interface RegressionOptions {
  /**
   * Largest tolerated change: of latency relative to the baseline (0.25: a quarter slower), of routing as a difference of shares (0.25: 25 points more or less to the main model). Default 0.25.
   */
  tolerance?: number
  /**
   * Largest tolerated fall of the pass rate, as a difference of shares (0.125: 12.5 points). Mode `point` does not use it: there the tolerance applies to the pass rate, too. Default: half the tolerance.
   */
  quality?: number
  /**
   * `evidence`: fails if chance does not explain the change and its estimate is beyond the margin. `strict`: fails only where the whole interval is beyond it. `point`: compares two means, without regard to chance. Default `evidence`.
   */
  mode?: 'evidence' | 'strict' | 'point'
  /**
   * Result of an undecided comparison. A comparison without data always fails. Default `pass`.
   */
  onInconclusive?: 'pass' | 'fail'
}
/**
 * The options of `describeGoldens`; each has a default.
 */
export interface GoldenSuiteOptions {
  /**
   * Judges one golden. Default: asks the golden, and expects the reply to answer it.
   */
  each?: (context: never) => unknown
  /**
   * Judges the set, after its goldens ran. Default: no regression against the baseline, and the objectives are met.
   */
  whole?: (context: never) => unknown
  /**
   * Objectives of this set. Default: those of the plugin.
   */
  slo?: Slo
  /**
   * How a change of this set against the baseline is judged; a number is the tolerance. Default: that of the plugin.
   */
  regression?: number | RegressionOptions
  /**
   * Which attempt counts for quality where Vitest retries a golden that failed: the first that got a reply, or the last. Default `first`.
   */
  countedAttempt?: 'first' | 'last'
  /**
   * Two configurations to compare with each other, and not with the recorded baseline.
   */
  compare?: {baseline?: Configuration; candidate: Configuration}
}
/**
 * Options of one question.
 */
export interface AskOptions {
  /**
   * Asks this model, whatever the router decides; the answer still contains the decision. Default: the one that the router chooses.
   */
  source?: 'main_model' | 'embedder'
  /**
   * Asks with this configuration in place of the plugin's. Default: the plugin's.
   */
  configuration?: Configuration
  /**
   * Judges the reply, for the log and the router; a reply that misses the expectation does not fail the test. Default: the verdict of a matcher, else of the test.
   */
  expect?: Expectation
  /**
   * Repeat of the question, from 0. Default: the test's.
   */
  repeat?: number
  /**
   * The hypothesis that asks, and the name of the variant. Default: none.
   */
  hypothesis?: {id: string; variant: string}
}
/**
 * The options of `createRouter`; each has a default.
 */
export interface RouterOptions {
  /**
   * Where the state is kept. Default: a file, `.aios/adaptive_routing_state.json` in the working directory.
   */
  store?: StateStore
  /**
   * Decides when the boundary moves; `threshold` is the runbook's rule. Default `evidence`.
   */
  policy?: 'evidence' | 'threshold' | Policy
  /**
   * false switches adaptation off: every decision is the control's, and nothing is learnt. So do `controlShare: 1` and `AIOS_ADAPTIVE_ENABLED=0`, which takes precedence over this option. Default `true`.
   */
  adaptive?: boolean
  /**
   * Share of conversations in the control bucket, 0 to 1; the runbook's control_bucket_pct. 1 switches adaptation off. Default 0.5.
   */
  controlShare?: number
  /**
   * Outcomes that each bucket needs before the boundary may move. Default 10.
   */
  minSamplesBeforeAdapt?: number
  /**
   * Size of a step of the `threshold` policy for a quality delta of 1. Default 0.1.
   */
  adaptationStrength?: number
  /**
   * Largest distance of the boundary from 0.5. Default 0.08.
   */
  maxDrift?: number
  /**
   * Replies that take longer are slow, and at most 5 % may be slow; milliseconds. Default 20,000.
   */
  latencyLimitMs?: number
  /**
   * Utility that a second of latency costs, where quality is 0 to 1. The default is the trade of the runbook's rule: 5 % for 1 s. Default 0.05.
   */
  latencyCost?: number
  /**
   * Learnt coefficients, as `readCoefficients` returns them; null: those of the package. Default: those of the package.
   */
  weights?: Coefficients | null
  /**
   * Which source answers when the chosen one fails: the embedder for `main_model`, either for the other (`both`), or none. Default `embedder`.
   */
  fallback?: 'embedder' | 'both' | 'none'
  /**
   * How long an outcome may wait to be saved together with others, in milliseconds; 0 saves each at once. Default 0.
   */
  saveAfterMs?: number
  /**
   * Called after the boundary has moved because of this router's outcome.
   */
  onMove?: (move: Move) => unknown
  /**
   * Called with a warning when the state was replaced or cannot be reached. Default: a warning of the process.
   */
  warn?: (warning: string) => unknown
  /**
   * Random numbers for the experiment, uniform from 0 to 1. Default: `Math.random`.
   */
  random?: () => number
  /**
   * Milliseconds since 1970. Fake timers do not change the default. Default: for durations a monotonic clock, for the times of moves the system clock.
   */
  now?: () => number
}
/**
 * Options of a store in a file.
 */
export interface FileStoreOptions {
  /**
   * Called with a warning when the state was replaced. Default: a warning of the process.
   */
  warn?: (warning: string) => unknown
}
/**
 * Options of a store in Redis.
 */
export interface RedisStoreOptions {
  /**
   * Key of the state: routers with the same one share it. Default `aios:router`.
   */
  name?: string
  /**
   * Called when a known state is gone. Default: a warning of the process.
   */
  warn?: (warning: string) => unknown
}
/**
 * How the router of the suites learns; the names are the runbook's where it has them.
 */
export interface SuiteRouterOptions {
  /**
   * Decides when the boundary moves; `threshold` is the runbook's rule. Default `evidence`.
   */
  policy?: 'evidence' | 'threshold'
  /**
   * Share of conversations in the control bucket, 0 to 1; the runbook's control_bucket_pct. 1 switches adaptation off. Default 0.5.
   */
  controlShare?: number
  /**
   * Outcomes that each bucket needs before the boundary may move. Default 10.
   */
  minSamplesBeforeAdapt?: number
  /**
   * Size of a step of the `threshold` policy for a quality delta of 1. Default 0.1.
   */
  adaptationStrength?: number
  /**
   * Utility that a second of latency costs, where quality is 0 to 1. The default is the trade of the runbook's rule: 5 % for 1 s. Default 0.05.
   */
  latencyCost?: number
  /**
   * Which source answers when the chosen one fails: the embedder for `main_model`, either for the other (`both`), or none. A golden is never answered by another model. Default `embedder`.
   */
  fallback?: 'embedder' | 'both' | 'none'
  /**
   * File of learnt coefficients. If it does not exist, the coefficients of the package are used. Default `router-weights.json`.
   */
  weights?: string
  /**
   * Address of a Redis server that keeps the state for several machines, such as `redis://host:6379`. Default: `''`: a file in `dir`.
   */
  redis?: string
}
/**
 * One way to run the same system: its settings replace those of the plugin.
 */
export interface Configuration {
  /**
   * Distinguishes the configurations of a run in events and reports.
   */
  name: string
  /**
   * Model ids, for example of another quantisation.
   */
  models?: ModelIds
  /**
   * Decoding settings.
   */
  sampling?: SamplingOptions
  /**
   * System message before every conversation that has none.
   */
  prompt?: string
}
/**
 * The claim of a hypothesis and how it is judged, declared before the measurement.
 */
export interface HypothesisDeclaration {
  /**
   * The claim in words.
   */
  claim: string
  /**
   * Largest probability of calling a wrong claim supported, above 0 and below 0.5. Default 0.05.
   */
  alpha?: number
  /**
   * The limit of the claim on its own scale: a factor, or the largest tolerated difference. Above 0.
   */
  margin?: number
  /**
   * The smallest effect that counts, above 0. Give this or a margin, not both.
   */
  minimumEffect?: number
  /**
   * The metric that is measured. Default: the matcher's own metric.
   */
  metric?: 'latency' | 'firstToken' | 'tokens' | 'tokensPerSecond' | 'quality' | 'weight' | 'routing'
  /**
   * Probability of a decision that the advice on goldens and repeats aims at, from 0.5 to below 1. Default 0.8.
   */
  power?: number
  /**
   * `hold`: an outcome other than supported fails the test. If it is left out, the test passes with any outcome.
   */
  must?: 'hold'
}
/**
 * The questions of a sample, and how often to ask each.
 */
export interface SampleOptions {
  goldens?: Goldens
  /**
   * How often to ask each question. Default: the golden's `repeats`, else the plugin's.
   */
  repeats?: number
  /**
   * Not with these options: `from: 'log'` reads the log and asks no question.
   */
  from?: never
}
/**
 * The questions of a sample, and the model to ask.
 */
export interface SingleSourceOptions {
  goldens?: Goldens
  /**
   * How often to ask each question. Default: the golden's `repeats`, else the plugin's.
   */
  repeats?: number
  /**
   * The model to ask. Default: the one that the router chooses.
   */
  source?: 'main_model' | 'embedder'
  /**
   * Not with these options: `from: 'log'` reads the log and asks no question.
   */
  from?: never
}
/**
 * Replies to read from the provenance log, without asking a model.
 */
export interface FromLog {
  /**
   * Reads the log and asks no model.
   */
  from: 'log'
  /**
   * Files, globs or folders to read, relative to the working directory. Default: the project's own log.
   *
   * @minItems 1
   */
  log?: string | readonly string[]
  /**
   * How far back: `24h`, `7d`, or a time. Default: the whole log.
   */
  since?: string | Date
  /**
   * Only replies of this model. Default: both.
   */
  source?: 'main_model' | 'embedder'
  /**
   * Measured or replayed replies; their latencies cannot be mixed. Default `measured`.
   */
  origin?: 'measured' | 'replayed'
}
/**
 * Options of an outcome matcher, for a sample outside of a hypothesis.
 */
export interface OutcomeOptions {
  /**
   * Largest probability of calling a wrong claim supported, above 0 and below 0.5. Default 0.05.
   */
  alpha?: number
}
/**
 * Options of a matcher whose claim can have a direction.
 */
export interface DirectedOptions {
  /**
   * Largest probability of calling a wrong claim supported, above 0 and below 0.5. Default 0.05.
   */
  alpha?: number
  /**
   * The direction of the claimed effect. Default `either`.
   */
  direction?: 'positive' | 'negative' | 'either'
}
/**
 * The claim that a series converges to a target.
 */
export interface ConvergenceOptions {
  /**
   * The largest tolerated distance of the mean from the target.
   */
  margin: number
  /**
   * The share of the series that is judged, counted from its end. Default 0.5.
   */
  part?: number
  /**
   * Largest probability of calling a wrong claim supported, above 0 and below 0.5. Default 0.05.
   */
  alpha?: number
}
/**
 * The claim that two metrics correlate.
 */
export interface CorrelationOptions {
  /**
   * The smallest rank correlation that counts, from 0 to below 1.
   */
  atLeast: number
  /**
   * Largest probability of calling a wrong claim supported, above 0 and below 0.5. Default 0.05.
   */
  alpha?: number
  /**
   * The direction of the claimed effect. Default `either`.
   */
  direction?: 'positive' | 'negative' | 'either'
}
/**
 * The claim that the first side is faster.
 */
export interface FasterClaim {
  /**
   * How many times as long the second side takes, at least. 2: the first is twice as fast.
   */
  factor: number
  /**
   * Largest probability of calling a wrong claim supported, above 0 and below 0.5. Default 0.05.
   */
  alpha?: number
  /**
   * Standard deviation of the logarithm between whole runs, if the sides come from different runs; 0: interleaved. Default 0.
   */
  drift?: number
  /**
   * Probability of a decision that the advice on goldens and repeats aims at, from 0.5 to below 1. Default 0.8.
   */
  power?: number
}
/**
 * The claim that the first side is not worse than the second.
 */
export interface NoWorseClaim {
  /**
   * The largest tolerated worsening: for times, tokens and speed a share (0.25: a factor of 1.25), else a difference (0.05: 5 points).
   */
  margin: number
  /**
   * Largest probability of calling a wrong claim supported, above 0 and below 0.5. Default 0.05.
   */
  alpha?: number
  /**
   * Standard deviation of the logarithm between whole runs, if the sides come from different runs; 0: interleaved. Default 0.
   */
  drift?: number
  /**
   * Probability of a decision that the advice on goldens and repeats aims at, from 0.5 to below 1. Default 0.8.
   */
  power?: number
}
/**
 * The claim that sides or contexts differ.
 */
export interface DifferenceClaim {
  /**
   * The smallest difference that counts. For two sides or contexts: a share for times, tokens and speed (0.25: a factor of 1.25 up or down), else a difference (0.05: 5 points). For more contexts: Cramer's V for outcomes, else eta squared.
   */
  atLeast: number
  /**
   * Largest probability of calling a wrong claim supported, above 0 and below 0.5. Default 0.05.
   */
  alpha?: number
  /**
   * The direction of the second side or context against the first; more than two have no direction. Default `either`.
   */
  direction?: 'positive' | 'negative' | 'either'
  /**
   * Seed of the permutations: the same seed gives the same p. Default 1.
   */
  seed?: number
  /**
   * Probability of a decision that the advice on goldens and repeats aims at, from 0.5 to below 1. Default 0.8.
   */
  power?: number
}
/**
 * The claim that a series converges to a value.
 */
export interface ConvergenceClaim {
  /**
   * The value.
   */
  target: number
  /**
   * The largest tolerated distance of the mean from the target.
   */
  margin: number
  /**
   * Largest probability of calling a wrong claim supported, above 0 and below 0.5. Default 0.05.
   */
  alpha?: number
  /**
   * The share of the series that is judged, counted from its end. Default 0.5.
   */
  part?: number
  /**
   * Probability of a decision that the advice on goldens and repeats aims at, from 0.5 to below 1. Default 0.8.
   */
  power?: number
}
/**
 * The claim that two metrics correlate.
 */
export interface CorrelationClaim {
  /**
   * The smallest rank correlation that counts, from 0 to below 1.
   */
  atLeast: number
  /**
   * Largest probability of calling a wrong claim supported, above 0 and below 0.5. Default 0.05.
   */
  alpha?: number
  /**
   * The direction of the claimed effect. Default `either`.
   */
  direction?: 'positive' | 'negative' | 'either'
  /**
   * Seed of the permutations: the same seed gives the same p. Default 1.
   */
  seed?: number
  /**
   * Probability of a decision that the advice on goldens and repeats aims at, from 0.5 to below 1. Default 0.8.
   */
  power?: number
}
/**
 * Settings that are environment variables only.
 */
export interface VariableOnly {
  /**
   * `AIOS_RECORD`: How many repeats of every golden are recorded from both models; 0 does not record. Default 0.
   */
  record?: number
  /**
   * `AIOS_CONVERSATION_KEY`: The key that hashes conversation ids. It is never written to a file. Default: must be set with `privacy.hashConversations`.
   */
  conversationKey?: string
}
