import { DEFAULTS } from '../../../schemas/generated/options.defaults.ts'
import type { RegressionOptions } from '../../../schemas/generated/options.ts'
import { validateRegressionOptions } from '../../../schemas/generated/options.validate.js'
import { optionProblems } from '../../text/option-errors.ts'

/** A policy with its defaults filled in. */
export type RegressionPolicy = Required<RegressionOptions>

export type { RegressionOptions }

const USUAL = DEFAULTS.RegressionOptions

/**
 * The policy with its defaults: tolerance 0.25, quality half of it, mode `evidence`, `onInconclusive` `pass`. A number
 * is the tolerance.
 */
export function regressionPolicy(given: number | RegressionOptions = {}): RegressionPolicy {
  const options = typeof given === 'number' ? { tolerance: given } : given
  const { tolerance = USUAL.tolerance, mode = USUAL.mode, onInconclusive = USUAL.onInconclusive } = options
  return { tolerance, quality: options.quality ?? Math.min(1, tolerance / 2), mode, onInconclusive }
}

/** The problems of an invalid policy, one line each; `[]` for a valid one. */
export function regressionProblems(given: unknown): string[] {
  const options = typeof given === 'number' ? { tolerance: given } : given
  return optionProblems(validateRegressionOptions, options, { whole: 'the regression policy' })
}
