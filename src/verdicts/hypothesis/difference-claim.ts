import type { Direction } from './contrast.ts'

/** The claim that sides or contexts differ. */
export interface DifferenceClaim {
  /**
   * The smallest difference that counts. For two sides or contexts: a share for times, tokens and speed (0.25: a factor of
   * 1.25 up or down), else a difference (0.05: 5 points). For more contexts: Cramer's V for outcomes, else eta squared.
   */
  atLeast: number
  /** Above 0 and below 0.5. */
  alpha: number
  /**
   * The direction of the second side or context against the first. Default `either`; more than two have no direction.
   */
  direction?: Direction | undefined
  /** Of the permutations: the same seed gives the same p. */
  seed: number
  /** Chance to decide that advice aims at. Default 0.8. */
  power?: number | undefined
}
