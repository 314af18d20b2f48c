import type { GoldenResult, SetResults } from '../../src/evidence/results.ts'
import type { BaselineMode } from '../../src/run/session.ts'
import type { SetVerdicts } from '../../src/run/verdicts.ts'

/** A golden set as `whole` sees it, after its goldens ran; the matchers for sets take it. */
export interface SetRun extends SetResults {
  /** The same set as the baseline has it; null when it has none. */
  baseline: readonly GoldenResult[] | null
  /** Path of the baseline file, for messages. */
  baselineFile: string
  mode: BaselineMode
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
