import { DEFAULTS } from '../../schemas/generated/options.defaults.ts'
import type { RouterOptions } from '../../schemas/generated/options.ts'
import type { Decision, Experiment } from './decision.ts'
import type { Increment, RouterState } from './state.ts'

/** The boundary of control, and the initial boundary of treatment. */
export const CONTROL_BOUNDARY = 0.5

/** The largest acceptable share of slow replies. */
export const MAX_SLOW_SHARE = 0.05

/** The plan of a policy for one message. */
export interface Plan {
  /** Probability of `main_model` for a message of this weight in the treatment bucket. */
  treatmentMain: number
  /** Whether the experiment randomizes the message. */
  explored: boolean
  /** The place of its outcome in the statistics. `mainPropensity` is over both buckets. */
  experiment: Experiment
}

/** A policy's decision to move or stay, with the reason. */
export interface MoveEvaluation {
  /** null: stay. */
  move: { to: number; evidence: number | null; gain: number } | null
  /** The reason to move or stay, in one sentence. */
  reason: string
  /** A change that would alter the decision, in one sentence; null: unknown. */
  wouldChange: string | null
  /** What the move requires, or would require: all are met if it moves, and at least one is not if it stays. Default: none. */
  conditions?: MoveCondition[]
  /** Whether there are too few outcomes to interpret the figures of the candidates. Default false. */
  isEarly?: boolean
  candidates: Candidate[]
}

/** One requirement of a move. */
export interface MoveCondition {
  name: string
  /** null: unknown, because there are no outcomes. */
  value: number | null
  threshold: number
  direction: 'at least' | 'at most' | 'above' | 'below'
  /** `share` is from -1 to 1, `s` are seconds; empty: a plain number. */
  unit: 'outcomes' | 'conversations' | 'share' | 's' | ''
  met: boolean
}

/** An alternative boundary for the treatment bucket. */
export interface Candidate {
  boundary: number
  /** Estimated gain in utility a message, over the committed boundary. */
  gain: number
  /** The e-value of "it is better", weighted over its starts; null: the policy has no e-value. */
  evidence: number | null
  /** The threshold of the evidence; null: the policy has no threshold. */
  needed: number | null
  /** The reason why it is not allowed, whatever its gain; null: it is allowed. */
  refused: string | null
}

/** A valid outcome: measured, finite, counted once. */
export interface Feedback {
  /** 0 to 1. */
  quality: number
  latencyMs: number
}

/** Decides from the state when the boundary moves. */
export interface Policy {
  readonly name: string
  /** Plans the route of a message of this weight. `explore` false: by the boundary alone. */
  plan(state: RouterState, message: { weight: number; explore: boolean; controlShare: number }): Plan
  /**
   * Returns the increment of the policy's own statistics; the router updates the sums of the buckets. Called once for each
   * outcome, so that a policy may keep data on a conversation.
   */
  learn(decision: Decision, experiment: Experiment, feedback: Feedback): Increment['since_move']['epochs']
  /** Whether the boundary should move now. */
  evaluateMove(state: RouterState): MoveEvaluation
}

/** The numbers of a policy; the names are the runbook's where it has them. */
export type PolicyOptions = Required<
  Pick<RouterOptions, 'minSamplesBeforeAdapt' | 'adaptationStrength' | 'maxDrift' | 'latencyLimitMs' | 'latencyCost'>
>

const { minSamplesBeforeAdapt, adaptationStrength, maxDrift, latencyLimitMs, latencyCost } = DEFAULTS.RouterOptions

/** Default options of the policies. */
export const POLICY_DEFAULTS: PolicyOptions = {
  minSamplesBeforeAdapt,
  adaptationStrength,
  maxDrift,
  latencyLimitMs,
  latencyCost,
}

/** The nearest boundary that is at most `maxDrift` from 0.5. */
export function withinDrift(boundary: number, maxDrift: number): number {
  return Math.min(CONTROL_BOUNDARY + maxDrift, Math.max(CONTROL_BOUNDARY - maxDrift, boundary))
}

/** The utility of a reply: its quality minus the cost of its latency, which counts up to the latency limit. */
export function utility({ quality, latencyMs }: Feedback, { latencyCost, latencyLimitMs }: PolicyOptions): number {
  return quality - (latencyCost * Math.min(latencyMs, latencyLimitMs)) / 1_000
}
