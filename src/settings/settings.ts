/** The options of the plugin, and the settings of a run that they resolve to. */
import type { RegressionOptions, RegressionPolicy } from '../verdicts/regression/policy.ts'
import type { Slo } from '../verdicts/slo/objectives.ts'
import type { Fallback } from '../router/options.ts'
import type { Software } from './software.ts'
import type { Source } from '../source.ts'
import type { Sampling } from './sampling.ts'

export type { RegressionOptions, RegressionPolicy, Slo }

/** Where replies come from. `auto` takes the first that can answer: live, embedded, replay. */
export type BackendChoice = 'auto' | 'live' | 'replay' | 'embedded'

/** Limits in milliseconds, each with its own failure. A wait for a free slot is not limited by them. */
export interface Limits {
  /** To open the TCP connection. Default 2,000. */
  connect: number
  /** To load a model. Default 600,000. */
  load: number
  /**
   * The first reply of a model whose server does not report whether it is loaded. Default: `load` if set, else
   * `AIOS_TIMEOUT_MS` if set, else 600,000.
   */
  warmUp: number
  /** From the request to the first token, without a load. Default: `total`. */
  firstToken: number
  /** Longest silence after the first token. Default 30,000. */
  idle: number
  /** The whole reply. `AIOS_TIMEOUT_MS`, default 120,000. */
  total: number
}

/** How the router of the suites learns; the names are the runbook's where it has them. */
export interface RouterSettings {
  /** Decides when the boundary moves: `evidence` (default), or `threshold`, the runbook's rule. */
  policy: 'evidence' | 'threshold'
  /** Share of conversations in the control bucket. Default 0.5; 1 switches adaptation off. */
  controlShare: number
  /** Outcomes that each bucket needs before the boundary may move. Default 10. */
  minSamplesBeforeAdapt: number
  /** How far a step of the `threshold` policy goes for a quality delta of 1. Default 0.1. */
  adaptationStrength: number
  /** How much quality (0 to 1) a second of latency is worth. Default 0.05. */
  latencyCost: number
  /** The models that may answer when the routed one fails: `embedder` (default), `both`, `none`. Goldens have no fallback. */
  fallback: Fallback
  /** File of learnt coefficients; without it the router uses the default ones. Default `router-weights.json`. */
  weights: string
  /** Address of a Redis server that keeps the state for several machines, such as `redis://host:6379`. Default '': a file in `dir`. */
  redis: string
}

/** The options of `aios({ ... })`. Each environment variable named here overrides its option. */
export interface AiosOptions {
  /** `AIOS_BACKEND`. Default `auto`. */
  backend?: BackendChoice
  /** `AIOS_BASE_URL`: the server's address, with or without `/v1`. Default `http://127.0.0.1:1234/v1`. */
  baseUrl?: string
  /** `AIOS_API_KEY`, else `LM_API_TOKEN`. Never written to a file. */
  apiKey?: string
  /** Ids of the two models on their server: `AIOS_MAIN_MODEL`, `AIOS_EMBEDDER`. */
  models?: { main_model?: string; embedder?: string }
  /**
   * `AIOS_MODEL_ALIASES` (`name=other,another;name2=other2`): by the name in `models`, further names under which the same
   * model may be listed and may answer. A reply from any other model is a failure. Default: none.
   */
  aliases?: Record<string, readonly string[]>
  /** `AIOS_MODEL_CONFIG`: path of the runbook's model file; several, separated by commas: the first that exists counts. */
  modelConfig?: string
  /** `AIOS_DIR`: folder for log, reports and state. Default `.aios`. */
  dir?: string
  /** `AIOS_REPEATS`: how often each golden is asked; `auto`: until the verdict is clear, in at most three looks. Default 1. */
  repeats?: number | 'auto'
  /** `AIOS_TIMEOUT_MS`: limit for a whole reply, without queue and model load. Default 120,000. */
  timeoutMs?: number
  /** The other limits of a call, in milliseconds. */
  limits?: Partial<Omit<Limits, 'total'>>
  /** `AIOS_ADAPTIVE_ENABLED`. Default true. */
  adaptive?: boolean
  /** How the router learns from live runs. */
  router?: Partial<RouterSettings>
  /** Requests that one server answers at the same time. Default 1, right for one local GPU. */
  slots?: number
  /** Decoding settings; default greedy, at most 256 tokens. */
  sampling?: Partial<Sampling>
  /** System message of the application under test, before every conversation that has none. Default: none. */
  prompt?: string
  /** Objectives that `describeGoldens` holds each set to. */
  slo?: Slo
  /** How a change against the baseline is judged; a number is the tolerance. Default 0.25. */
  regression?: number | RegressionOptions
  /** Folder of the recorded replies. Default `goldens/cassettes`. */
  cassettes?: string
  /** The baseline file. Default `goldens/baseline.json`. */
  baseline?: string
}

/** The settings of one run, resolved: nothing is optional, paths are absolute. */
export interface Settings {
  root: string
  backend: BackendChoice
  /** `software` is what serves the model, once the run has asked its server. */
  models: Record<Source, { id: string; baseUrl: string; software?: Software }>
  aliases: Record<string, readonly string[]>
  apiKey: string | null
  dir: string
  repeats: number | 'auto'
  limits: Limits
  adaptive: boolean
  router: RouterSettings
  slots: number
  sampling: Sampling
  prompt: string | null
  slo: Slo
  regression: RegressionPolicy
  cassettes: string
  baseline: string
  /** `AIOS_RECORD`: how many repeats of every golden to record from both models; 0: not recording. */
  record: number
  /** Where each setting came from, for the doctor: `AIOS_BASE_URL`, `vitest.config.ts` or a file; absent: the default. */
  origins: Record<string, string>
}
