import type { GoldenResult, SetResults } from '../../../src/verdicts/results.ts'
import type { Configuration } from '../../../src/settings/configuration.ts'
import type { BaselineMode } from '../../../src/artifacts/baseline/baseline-mode.ts'
import type { SetVerdicts } from '../../../src/verdicts/set-verdicts.ts'

/** The results of a golden set, as `whole` receives them after its goldens ran, for the matchers of sets. */
export interface SetRun extends SetResults {
  /** Results of the set in the baseline; null when the baseline does not contain it. */
  baseline: readonly GoldenResult[] | null
  /** Path of the baseline file, for messages. */
  baselineFile: string
  mode: BaselineMode
  /**
   * The two configurations that a suite compares, where `baseline` has the replies of the first; null: the plugin's
   * own.
   */
  configurations: readonly [baseline: Configuration, candidate: Configuration] | null
  /** Drift between runs that intervals allow for: a standard deviation of log latency. */
  drift: number
  /** Whether decoding is greedy on both sides, so that replies do not vary at random. */
  greedy: boolean
  /** Which of several looks at growing data this is; left out: the only one. */
  look?: { shares: readonly number[]; index: number }
  /** The router's boundary at the end of the run. */
  boundary: number
}

const verdicts = new WeakMap<SetRun, SetVerdicts>()

/** The verdicts on a set; its matchers set them. */
export function verdictsOn(run: SetRun): SetVerdicts {
  const known = verdicts.get(run) ?? { regression: null, slo: null }
  verdicts.set(run, known)
  return known
}

/** Whether a value is what `whole` receives. */
export function isSetRun(value: unknown): value is SetRun {
  return typeof value === 'object' && value !== null && 'ids' in value && 'goldens' in value && 'baselineFile' in value
}
