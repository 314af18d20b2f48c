import type { Message } from '../../message.ts'
import { type Coefficients, DEFAULT_COEFFICIENTS } from './default-coefficients.ts'
import { FEATURES, featuresOf } from './features.ts'

/** How much a message needs the large model, with the contribution of each feature. */
export interface Weight {
  /** 0 (the small model will do) to 1 (the large one is needed), to three decimals. */
  value: number
  /** Contribution of each feature that is not zero, by its name. They add up to `value` before it is bounded to 0..1. */
  parts: Record<string, number>
}

/**
 * Scores the last user message in the light of its conversation: a sum of bounded contributions. No model is called, and
 * the same message always gets the same weight. `coefficients`: default those of the package.
 */
export function weigh(messages: readonly Message[], coefficients: Coefficients = DEFAULT_COEFFICIENTS): Weight {
  return weightOf(featuresOf(messages), coefficients)
}

/** The weight of a message whose features are known. */
export function weightOf(features: readonly number[], { base, features: coefficients }: Coefficients): Weight {
  // Whole thousandths: sums of decimals would not be those that a person adds up.
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
