import type { Source } from '../../source.ts'

/** One reply to a randomized message. */
export interface Drawn {
  source: Source
  /** 0 (wrong) to 1 (right). */
  outcome: number
  /** Probability with which the message went to `source`; above 0 and below 1. */
  propensity: number
}

/**
 * How much better main_model's reply would have been than the embedder's, estimated for each message from its one
 * reply: doubly robust, with the mean outcome of each source as the expectation (Dudik, Langford and Li 2011). Unbiased for
 * known propensities; a single estimate may lie far beyond -1 and 1.
 */
export function estimatedGaps(drawn: readonly Drawn[]): number[] {
  const expected = {
    main_model: meanOutcome(drawn, 'main_model'),
    embedder: meanOutcome(drawn, 'embedder'),
  }
  return drawn.map(({ source, outcome, propensity }) => {
    const surprise = (outcome - expected[source]) / propensity
    return expected.main_model - expected.embedder + (source === 'main_model' ? surprise : -surprise)
  })
}

/** Weighted by one over the propensity, to estimate the mean over all messages. */
function meanOutcome(drawn: readonly Drawn[], source: Source): number {
  let sum = 0
  let weight = 0
  for (const each of drawn) {
    if (each.source !== source) continue
    sum += each.outcome / each.propensity
    weight += 1 / each.propensity
  }
  return weight === 0 ? 0 : sum / weight
}
