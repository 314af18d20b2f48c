import {
  type MoveCondition,
  type MoveEvaluation,
  type Policy,
  POLICY_DEFAULTS,
  type PolicyOptions,
  CONTROL_BOUNDARY,
  withinDrift,
} from '../policy.ts'
import type { Arm, RouterState } from '../state.ts'
import { cellOf } from './evidence/cells.ts'
import { missingOutcomes, NEW_CONVERSATIONS, outcomesCondition } from './missing-outcomes.ts'

/** The rule moves above this difference of quality and below this difference of latency. */
const QUALITY_DELTA = 0.05
const LATENCY_DELTA_S = 1

/** A mean of 0.65 is further from one of 0.6 than 0.05 by rounding alone. */
const ROUNDING = 1e-9

/**
 * The rule of the runbook. It needs `minSamplesBeforeAdapt` outcomes in each bucket since the last move, a mean quality of
 * treatment that differs by more than 5 points from control, and a mean latency that is less than 1 s longer. The boundary of
 * treatment then moves by `adaptationStrength` times the difference: down, towards `main_model`, if treatment did better,
 * and up otherwise. It does not test for significance, so it moves in nearly every world, and randomizes no message.
 */
export function thresholdPolicy(options: Partial<PolicyOptions> = {}): Policy {
  const limits = { ...POLICY_DEFAULTS, ...options }
  return {
    name: 'threshold',
    plan(state, { weight, controlShare }) {
      const treatmentMain = Number(weight > state.boundary)
      const mainPropensity = controlShare * Number(weight > CONTROL_BOUNDARY) + (1 - controlShare) * treatmentMain
      const expected = { main_model: CONTROL_BOUNDARY, embedder: CONTROL_BOUNDARY }
      return {
        treatmentMain,
        explored: false,
        experiment: {
          generation: state.generation,
          epoch: 0,
          cell: cellOf(weight),
          committedToMain: treatmentMain === 1,
          mainPropensity,
          expected,
        },
      }
    },
    learn: () => ({}),
    evaluateMove: (state) => evaluateMove(state, limits),
  }
}

function evaluateMove(state: RouterState, limits: PolicyOptions): MoveEvaluation {
  const { minSamplesBeforeAdapt, adaptationStrength, maxDrift } = limits
  const { control, treatment } = state.since_move.buckets
  const at = state.boundary
  const needed = Math.max(1, minSamplesBeforeAdapt)
  const quality = mean(treatment, 'quality_sum') - mean(control, 'quality_sum')
  const latency = mean(treatment, 'latency_sum_s') - mean(control, 'latency_sum_s')
  const differs = Math.abs(quality) > QUALITY_DELTA + ROUNDING
  // Four decimals: finer than any weight.
  const to = withinDrift(Math.round(10_000 * (at - adaptationStrength * quality)) / 10_000, maxDrift)
  const conditions: MoveCondition[] = [
    outcomesCondition({ control, treatment }, needed),
    {
      name: "difference of treatment's quality from control's, either way",
      value: Number.isNaN(quality) ? null : Math.abs(quality),
      threshold: QUALITY_DELTA,
      direction: 'above',
      unit: 'share',
      met: differs,
    },
    {
      name: "treatment's mean latency beyond control's",
      value: Number.isNaN(latency) ? null : latency,
      threshold: LATENCY_DELTA_S,
      direction: 'below',
      unit: 's',
      met: latency < LATENCY_DELTA_S,
    },
    {
      name: 'change of the boundary that maxDrift allows',
      value: Number.isNaN(to) ? null : Math.abs(to - at),
      threshold: 0,
      direction: 'above',
      unit: '',
      met: Math.abs(to - at) > 0,
    },
  ]
  const stay = (reason: string, wouldChange: string): MoveEvaluation => ({
    move: null,
    reason,
    wouldChange,
    conditions,
    candidates: [],
  })
  const missing = missingOutcomes({ control, treatment }, needed)
  if (missing !== null) return stay(`stays at ${at}: ${missing.reason}`, `${missing.wouldChange}; ${NEW_CONVERSATIONS}`)
  const observed = `treatment's quality is ${points(quality)} points from control's, its latency ${latency.toFixed(2)} s`
  if (!differs) return stay(`stays at ${at}: ${observed}`, 'a difference of more than 5 points')
  if (latency >= LATENCY_DELTA_S) return stay(`stays at ${at}: ${observed}`, "a latency less than 1 s above control's")
  if (to === at)
    return stay(`stays at ${at}: ${observed}, and it is at the limit of the drift`, 'a difference the other way')
  return {
    move: { to, evidence: null, gain: 0 },
    reason: `${observed}, more than 5`,
    wouldChange: null,
    conditions,
    candidates: [],
  }
}

function mean(arm: Arm, sum: 'quality_sum' | 'latency_sum_s'): number {
  return arm[sum] / arm.sample_count
}

function points(share: number): string {
  return `${share < 0 ? '' : '+'}${(100 * share).toFixed(1)}`
}
