import type { GoldenResult, SetResults } from '../../../src/verdicts/results.ts'
import type { Configuration } from '../../../src/settings/configuration.ts'
import type { BaselineMode } from '../../../src/artifacts/baseline/baseline-mode.ts'
import type { SetVerdicts } from '../../../src/verdicts/set-verdicts.ts'

/** A golden set as `whole` sees it, after its goldens ran; the matchers for sets take it. */
export interface SetRun extends SetResults {
  /** The same set as the baseline has it; null when it has none. */
  baseline: readonly GoldenResult[] | null
  /** Path of the baseline file, for messages. */
  baselineFile: string
  mode: BaselineMode
  /** The two that a suite compares, in which case `baseline` is what the first answered; null: the plugin's own. */
  configurations: readonly [baseline: Configuration, candidate: Configuration] | null
  /** Drift between runs that intervals allow for, a standard deviation of log latency. */
  drift: number
  /** Whether decoding is greedy on both sides, so that replies are facts and not draws. */
  greedy: boolean
  /** Of how many looks at growing data this is which; left out: the only one. */
  look?: { shares: readonly number[]; index: number }
  /** The router's boundary at the end of the run. */
  boundary: number
}

const verdicts = new WeakMap<SetRun, SetVerdicts>()

/** The verdicts on a set, which its matchers fill in. */
export function verdictsOn(run: SetRun): SetVerdicts {
  const known = verdicts.get(run) ?? { regression: null, slo: null }
  verdicts.set(run, known)
  return known
}

/** Whether a value is what `whole` receives. */
export function isSetRun(value: unknown): value is SetRun {
  return typeof value === 'object' && value !== null && 'ids' in value && 'goldens' in value && 'baselineFile' in value
}
