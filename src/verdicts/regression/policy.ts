import { inspect } from 'node:util'

/** How a change against the baseline is judged. */
export interface RegressionPolicy {
  /**
   * Largest change for the worse that is tolerated: of latency relative to the baseline (0.25: a quarter slower), of
   * routing as a difference of shares (0.25: 25 points more or less to the main model).
   */
  tolerance: number
  /**
   * Largest fall of the pass rate that is tolerated, as a difference of shares (0.125: 12.5 points). Default: half the
   * tolerance. Mode `point` has no use for it: it holds the share, too, to the tolerance.
   */
  quality: number
  /**
   * evidence: fails where chance cannot explain the change and its estimate is beyond the margin. strict: fails only
   * where the whole interval is beyond it. point: compares two means, without a word on chance.
   */
  mode: 'evidence' | 'strict' | 'point'
  /** What an undecided comparison is. One that had nothing to compare always fails. */
  onInconclusive: 'pass' | 'fail'
}

/** A policy as a person writes it: all parts are optional. */
export type RegressionOptions = Partial<RegressionPolicy>

const MODES = ['evidence', 'strict', 'point']
const ENDINGS = ['pass', 'fail']

/** The policy with its defaults: tolerance 0.25, quality half of it, mode `evidence`, undecided passes. A number is the tolerance. */
export function regressionPolicy(given: number | RegressionOptions = {}): RegressionPolicy {
  const options = typeof given === 'number' ? { tolerance: given } : given
  const { tolerance = 0.25, mode = 'evidence', onInconclusive = 'pass' } = options
  return { tolerance, quality: options.quality ?? Math.min(1, tolerance / 2), mode, onInconclusive }
}

/** What is wrong with a policy that a person wrote, one line each; none: it can be used. */
export function regressionFaults(given: unknown): string[] {
  if (typeof given === 'number') return regressionFaults({ tolerance: given })
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    return [`must be a number above 0, such as 0.25 for a quarter, or an object; it is ${inspect(given)}`]
  }
  return Object.entries(given).flatMap(([key, value]: [string, unknown]) =>
    value === undefined ? [] : fault(key, value),
  )
}

function fault(key: string, value: unknown): string[] {
  const isAmount = typeof value === 'number' && Number.isFinite(value) && value > 0
  const wrong = (right: string) => [`${key} must be ${right}; it is ${inspect(value)}`]
  switch (key) {
    case 'tolerance':
      return isAmount ? [] : wrong('a number above 0, such as 0.25 for a quarter')
    case 'quality':
      return isAmount && value <= 1 ? [] : wrong('a share above 0 and up to 1, such as 0.1 for 10 points')
    case 'mode':
      return MODES.includes(String(value)) ? [] : wrong(`one of ${MODES.join(', ')}`)
    case 'onInconclusive':
      return ENDINGS.includes(String(value)) ? [] : wrong(`one of ${ENDINGS.join(', ')}`)
    default:
      return [`"${key}" is no setting; known are tolerance, quality, mode, onInconclusive`]
  }
}
