import { wilson } from '../../statistics/counts/proportion.ts'
import { contradiction } from '../../router/plausible.ts'
import { splitOf, type Split } from '../../router/health.ts'
import { policyOptions, whyOff } from '../../router/options.ts'
import { policyNamed } from '../../router/policies/named.ts'
import { type MoveEvaluation, withinDrift } from '../../router/policy.ts'
import { type Arm, MAX_SUM, type Move, type RouterState } from '../../router/state.ts'
import type { Settings } from '../../settings/settings.ts'
import { routerOptions } from '../../settings/router-options.ts'

/** Figures of one bucket; shares and means are null without outcomes. */
export interface ArmStatus {
  boundary: number
  /** Over the whole experiment. */
  outcomes: number
  conversations: number
  failures: number
  /** Outcomes since the boundary last moved; all following fields count these. */
  recent: number
  quality: number | null
  /** 95 % Wilson interval, which treats each outcome as right or wrong. */
  qualityInterval: { lower: number; upper: number } | null
  latencyMs: number | null
  mainShare: number | null
  slowShare: number | null
}

/** State of the router, with what would move its boundary. */
export interface RouterStatus {
  place: string
  policy: string
  /** The reason why adaptation is off; null: it is on. */
  off: string | null
  drift: number
  maxDrift: number
  buckets: { control: ArmStatus; treatment: ArmStatus }
  consideration: MoveEvaluation
  split: Split
  /** Counts of the state that contradict each other; null: the counts agree. */
  contradiction: string | null
  /** Newest last. */
  moves: Move[]
  startedAt: string
  updatedAt: string
}

/** Summarizes a state. */
export function routerStatus(state: RouterState, settings: Settings, place: string): RouterStatus {
  const options = routerOptions(settings)
  const limits = policyOptions(options)
  const policy = policyNamed(settings.router.policy, limits)
  const { buckets, since_move: since, moves, started_at: startedAt, updated_at: updatedAt } = state
  const boundary = withinDrift(state.boundary, limits.maxDrift)
  return {
    place,
    policy: policy.name,
    off: whyOff(options),
    drift: Math.abs(boundary - 0.5),
    maxDrift: limits.maxDrift,
    buckets: {
      control: armStatus(0.5, buckets.control, since.buckets.control),
      treatment: armStatus(boundary, buckets.treatment, since.buckets.treatment),
    },
    consideration: policy.evaluateMove({ ...state, boundary }),
    split: splitOf(state, settings.router.controlShare),
    contradiction: contradiction(state),
    moves,
    startedAt,
    updatedAt,
  }
}

function armStatus(boundary: number, all: Arm, recent: Arm): ArmStatus {
  const n = Math.min(MAX_SUM, recent.sample_count)
  const mean = (sum: number) => (n === 0 ? null : sum / n)
  const right = Math.min(n, recent.quality_sum)
  const seconds = mean(recent.latency_sum_s)
  return {
    boundary,
    outcomes: all.sample_count,
    conversations: all.conversations,
    failures: all.failures,
    recent: n,
    quality: mean(recent.quality_sum),
    qualityInterval: n === 0 ? null : wilson(Math.round(right), Math.max(1, Math.round(n)), 0.95),
    latencyMs: seconds === null ? null : 1_000 * seconds,
    mainShare: mean(recent.main_count),
    slowShare: mean(recent.slow_count),
  }
}
