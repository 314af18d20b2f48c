import type { Bounds } from '../../statistics/ranks/walsh.ts'
import type { LimitP } from './inversion.ts'

/** An effect as measured, on the line where no effect is 0. */
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

/** What is claimed of a contrast, on its line. `either`: its distance from 0 is at least the limit. */
export interface Claim {
  direction: Direction
  limit: number
  alpha: number
  /** Chance to decide that advice aims at. Default 0.8. */
  power?: number | undefined
}

/** Which way an effect is claimed to go: up, down, or just away. */
export type Direction = 'positive' | 'negative' | 'either'

/** What the data say of their own noise. */
export interface Spread {
  /** What a unit is called in advice. */
  unit: 'goldens' | 'conversations'
  /** Fewest units that can have a bound at all at this one-sided alpha. */
  fewest: (alpha: number) => number
  /**
   * Share of the variance between units that comes from the noise of their repeats, which more repeats make smaller.
   * null: not known, as each was measured once.
   */
  fromRepeats: number | null
}
