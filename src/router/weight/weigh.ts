import type { Message } from '../../message.ts'
import { type Coefficients, DEFAULT_COEFFICIENTS } from './default-coefficients.ts'
import { FEATURES } from './feature-names.ts'
import { featuresOf } from './features.ts'

/** How much a message needs the large model, with the contribution of each feature. */
export interface Weight {
  /** 0 (the small model suffices) to 1 (the large model is needed), with three decimals. */
  value: number
  /** Contributions of the features that are not 0, by name. Their sum, limited to 0..1, is `value`. */
  parts: Record<string, number>
}

/**
 * Scores the last user message of a conversation as a sum of bounded contributions. Calls no model, and always returns the
 * same weight for the same conversation. `coefficients`: default those of the package.
 */
export function weigh(messages: readonly Message[], coefficients: Coefficients = DEFAULT_COEFFICIENTS): Weight {
  return weightOf(featuresOf(messages), coefficients)
}

/** The weight of a message from its features. */
export function weightOf(features: readonly number[], { base, features: coefficients }: Coefficients): Weight {
  // In thousandths, because sums of binary fractions differ from those of the printed decimals.
  const start = Math.round(base * 1_000)
  const parts: Record<string, number> = { base: start / 1_000 }
  let sum = start
  for (let at = 0; at < FEATURES.length; at++) {
    const value = features[at]
    if (value === undefined || value === 0) continue
    const feature = FEATURES[at] as (typeof FEATURES)[number]
    const part = Math.round(value * coefficients[feature] * 1_000)
    if (part === 0) continue
    parts[feature] = part / 1_000
    sum += part
  }
  return { value: sum <= 0 ? 0 : sum >= 1_000 ? 1 : sum / 1_000, parts }
}
