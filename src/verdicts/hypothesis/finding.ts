import type { Basis } from '../golden.ts'

/** What the data say of a claim. `inconclusive`: they cannot tell; it is never a refutation. */
export type HypothesisOutcome = 'supported' | 'not_supported' | 'inconclusive'

/** The size of an effect, on the scale that it was claimed on. */
export interface Effect {
  /** Such as `ratio`, `risk difference`, `rho`. */
  name: string
  /** The estimate; null: there is none. */
  value: number | null
  /** What the claim asks of it, on the same scale. */
  minimum: number
  /** How the claim asks for it; `beyond` it in either direction, or `within` it of no effect. */
  claimed: 'at least' | 'at most' | 'beyond' | 'within'
}

/** Bounds of an effect. Each holds on its own with `confidence`; null: the data are too few for one. */
export interface Interval {
  lower: number | null
  upper: number | null
  /** 0 to 1. */
  confidence: number
}

/** What would probably decide an inconclusive finding, were the effect as large as it was measured. */
export interface NeededSample {
  /** Repeats of each golden in all, with the goldens there are. */
  repeats?: number
  /** Goldens (conversations, values of a series) in all, with the repeats there are. */
  goldens?: number
  /** For a person; it says so where no number of either would decide. */
  sentence: string
}

/** What all findings have in common. */
interface FindingFacts {
  /** Of the test and the interval, in the terms of the field. */
  method: string
  effect: Effect
  interval: Interval
  /**
   * The p value of the null hypothesis that the claim does not hold with its minimum, not that there is no effect at
   * all. null: there was nothing to test.
   */
  p: number | null
  /** Independent units: goldens, conversations, or the values of a series. */
  n: number
  /** Values of each unit, on its smaller side and the smallest over the units; copies count once. */
  repeats: number
  basis: Basis | null
}

/** p is at most alpha, and the bound against the claim meets it. */
export interface Supported extends FindingFacts {
  outcome: 'supported'
  p: number
  needed?: never
  reason?: never
}

/** The interval excludes the claim. That p is large alone never says so. */
export interface NotSupported extends FindingFacts {
  outcome: 'not_supported'
  p: number
  needed?: never
  reason?: never
}

/** The data do not tell. */
export interface Inconclusive extends FindingFacts {
  outcome: 'inconclusive'
  /** Why. */
  reason: string
  needed?: NeededSample
}

/** The outcome of one claim, with what it rests on. None of its texts comes from a model, a golden or a log. */
export type Finding = Supported | NotSupported | Inconclusive
