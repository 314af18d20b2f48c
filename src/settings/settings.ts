/** The options of the plugin, and the settings of a run that they resolve to. */
import type {
  AiosOptions,
  LimitOptions,
  LogOptions,
  RedactOptions,
  SuiteRouterOptions,
} from '../../schemas/generated/options.ts'
import type { RegressionOptions, RegressionPolicy } from '../verdicts/regression/policy.ts'
import type { HealthRanges } from '../verdicts/health/ranges.ts'
import type { Slo } from '../verdicts/slo/objectives.ts'
import type { Software } from './software.ts'
import type { Source } from '../source.ts'
import type { Sampling } from './sampling.ts'

export type { RegressionOptions, RegressionPolicy, Slo }

export type { AiosOptions }

/** Where replies come from. `auto` takes the first that can answer: live, embedded, replay. */
export type BackendChoice = NonNullable<AiosOptions['backend']>

/** Limits in milliseconds, each with its own failure. A wait for a free slot is not limited by them. */
export interface Limits extends Required<LimitOptions> {
  /** The whole reply. `AIOS_TIMEOUT_MS`, default 120,000. */
  total: number
}

/** How the router of the suites learns, with its defaults filled in. */
export type RouterSettings = Required<SuiteRouterOptions>

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
  health: HealthRanges
  regression: RegressionPolicy
  cassettes: string
  baseline: string
  /** When the provenance log is rotated, and how many of its older parts are kept. */
  log: Required<LogOptions>
  /** Personal data that are kept out of every file. */
  privacy: { redact: Required<RedactOptions>; hashConversations: boolean }
  /** `AIOS_CONVERSATION_KEY`: the key that hashes conversation ids; null: not set. */
  conversationKey: string | null
  /** `AIOS_RECORD`: how many repeats of every golden to record from both models; 0: not recording. */
  record: number
  /**
   * Where each setting came from: `AIOS_BASE_URL`, `vitest.config.ts` or a file, by the dotted name of its option, such as
   * `models.embedder`; absent: the default.
   */
  origins: Record<string, string>
}
