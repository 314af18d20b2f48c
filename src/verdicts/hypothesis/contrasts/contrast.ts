import type { Bounds } from '../../../statistics/ranks/walsh.ts'
import type { LimitP } from './inversion.ts'

/** A measured effect, on the additive scale on which no effect is 0. */
export interface Contrast {
  method: string
  estimate: number
  bounds: (confidence: number) => Bounds
  p: (limit: number) => LimitP
  /** Independent units. */
  n: number
  repeats: number
  spread: Spread
}

/** A claim about a contrast, on its additive scale. `either`: its distance from 0 is at least the limit. */
export interface Claim {
  direction: Direction
  limit: number
  alpha: number
  /** Chance to decide that advice aims at. Default 0.8. */
  power?: number | undefined
}

/** The claimed direction of an effect: above 0, below 0, or either. */
export type Direction = 'positive' | 'negative' | 'either'

/** The noise of the data, for planning a larger sample. */
export interface Spread {
  /** The name of the units in advice. */
  unit: 'goldens' | 'conversations'
  /** The fewest units that have a bound at this one-sided alpha. */
  fewest: (alpha: number) => number
  /**
   * The share of the variance between units that is the noise of their repeats; more repeats reduce it. null: not known,
   * as each unit was measured once.
   */
  fromRepeats: number | null
}
