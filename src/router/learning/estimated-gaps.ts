import type { Source } from '../../source.ts'

/** A reply to a randomized message. */
export interface RandomizedReply {
  source: Source
  /** 0 (wrong) to 1 (right). */
  outcome: number
  /** Probability of `source`; above 0 and below 1. */
  propensity: number
}

/**
 * Estimates for each message, from its one reply, the outcome of main_model minus that of the embedder: doubly robust, with
 * the mean outcome of each source as the expectation (Dudik, Langford and Li 2011). Unbiased for known propensities; a
 * single estimate may lie far beyond -1 and 1.
 */
export function estimatedGaps(replies: readonly RandomizedReply[]): number[] {
  const expected = { main_model: meanOutcome(replies, 'main_model'), embedder: meanOutcome(replies, 'embedder') }
  return replies.map(({ source, outcome, propensity }) => {
    const residual = (outcome - expected[source]) / propensity
    return expected.main_model - expected.embedder + (source === 'main_model' ? residual : -residual)
  })
}

/** Weighted by the inverse propensity, to estimate the mean over all messages. */
function meanOutcome(replies: readonly RandomizedReply[], source: Source): number {
  let sum = 0
  let weight = 0
  for (const each of replies) {
    if (each.source !== source) continue
    sum += each.outcome / each.propensity
    weight += 1 / each.propensity
  }
  return weight === 0 ? 0 : sum / weight
}
