import type { Basis } from '../golden.ts'

/** The outcome of a hypothesis. `inconclusive`: the data do not decide, which is never a refutation. */
export type HypothesisOutcome = 'supported' | 'not_supported' | 'inconclusive'

/** The size of an effect, on the scale of the claim. */
export interface Effect {
  /** Such as `ratio`, `risk difference`, `rho`. */
  name: string
  /** The estimate; null: not known. */
  value: number | null
  /** The claimed limit, on the same scale. */
  minimum: number
  /** The relation of the effect to the limit: `beyond` it in either direction, `within` it of no effect. */
  claimed: 'at least' | 'at most' | 'beyond' | 'within'
}

/** Bounds of an effect. Each holds on its own with `confidence`; null: the data are too few for one. */
export interface Interval {
  lower: number | null
  upper: number | null
  /** 0 to 1. */
  confidence: number
}

/** The sample that would probably decide an inconclusive finding, if the effect is as measured. */
export interface NeededSample {
  /** Total repeats of each golden, with the same goldens. */
  repeats?: number
  /** Total goldens (conversations, values of a series), with the same repeats. */
  goldens?: number
  /** For a person; also where no practical number of either would decide. */
  sentence: string
}

/** The properties that all findings share. */
interface FindingFacts {
  /** The names of the test and the interval, in statistical terms. */
  method: string
  effect: Effect
  interval: Interval
  /**
   * The p value of the null hypothesis that the effect does not reach the claimed minimum, which is stricter than that of
   * no effect. null: there was nothing to test.
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

/** The interval excludes the claim. A large p alone does not. */
export interface NotSupported extends FindingFacts {
  outcome: 'not_supported'
  p: number
  needed?: never
  reason?: never
}

/** The data do not decide. */
export interface Inconclusive extends FindingFacts {
  outcome: 'inconclusive'
  /** Why. */
  reason: string
  needed?: NeededSample
}

/** The outcome of one claim, with its evidence. None of its texts comes from a model, a golden or a log. */
export type Finding = Supported | NotSupported | Inconclusive
