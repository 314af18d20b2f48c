import type { RouterOptions } from '../../schemas/generated/options.ts'
import type { Decision, Experiment } from './decision.ts'
import type { Increment, RouterState } from './state.ts'

/** The boundary of control, and of treatment before it has learnt anything. */
export const CONTROL_BOUNDARY = 0.5

/** The largest share of replies that may be slow. */
export const MOST_SLOW = 0.05

/** How a policy treats one message. */
export interface Plan {
  /** Probability with which a message of this weight goes to `main_model` in the treatment bucket. */
  treatmentMain: number
  /** Whether the experiment had a say, and not the boundary alone. */
  explored: boolean
  /** Where its outcome belongs. `mainPropensity` is over both buckets. */
  experiment: Experiment
}

/** What a policy makes of the statistics: move or stay, and why. */
export interface MoveEvaluation {
  /** null: stay. */
  move: { to: number; evidence: number | null; gain: number } | null
  /** One sentence: why it moves, or why it stays. */
  reason: string
  /** What would change the decision, in one sentence; null: nothing is known to. */
  wouldChange: string | null
  /** Too little was seen for the candidates' figures to mean anything. Default false. */
  isEarly?: boolean
  candidates: Candidate[]
}

/** A boundary that the treatment bucket might have instead. */
export interface Candidate {
  boundary: number
  /** Estimated gain in utility a message, over the committed boundary. */
  gain: number
  /** The e-value for "it is better", weighted over its starts; null: the policy has none. */
  evidence: number | null
  /** What the evidence has to reach; null: the policy has none. */
  needed: number | null
  /** Why it may not be taken, whatever it gains; null: it may. */
  refused: string | null
}

/** An outcome that may teach: measured, finite, counted once. */
export interface Feedback {
  /** 0 to 1. */
  quality: number
  latencyMs: number
}

/** Decides when the boundary moves, by what is in the state. */
export interface Policy {
  readonly name: string
  /** How to treat a message of this weight. `explore` false: by the boundary alone. */
  plan(state: RouterState, message: { weight: number; explore: boolean; controlShare: number }): Plan
  /**
   * What the outcome of a decision adds to the policy's own statistics; the buckets' sums are the router's matter. Called
   * once for each outcome, so that a policy may remember what the messages of a conversation have in common.
   */
  learn(decision: Decision, experiment: Experiment, feedback: Feedback): Increment['since_move']['epochs']
  /** Whether the boundary should move now. */
  evaluateMove(state: RouterState): MoveEvaluation
}

/** The numbers of a policy; the names are the runbook's where it has them. */
export type PolicyOptions = Required<
  Pick<RouterOptions, 'minSamplesBeforeAdapt' | 'adaptationStrength' | 'maxDrift' | 'latencyLimitMs' | 'latencyCost'>
>

export const POLICY_DEFAULTS: PolicyOptions = {
  minSamplesBeforeAdapt: 10,
  adaptationStrength: 0.1,
  maxDrift: 0.08,
  latencyLimitMs: 20_000,
  latencyCost: 0.05,
}

/** The nearest boundary that is at most `maxDrift` from 0.5. */
export function withinDrift(boundary: number, maxDrift: number): number {
  return Math.min(CONTROL_BOUNDARY + maxDrift, Math.max(CONTROL_BOUNDARY - maxDrift, boundary))
}

/** What a reply is worth: its quality, less the cost of waiting for it, which counts up to the latency limit. */
export function utility({ quality, latencyMs }: Feedback, { latencyCost, latencyLimitMs }: PolicyOptions): number {
  return quality - (latencyCost * Math.min(latencyMs, latencyLimitMs)) / 1_000
}
