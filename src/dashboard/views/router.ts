import type { PolicyRule, Router, RouterArm } from '../../../schemas/generated/dashboard.ts'
import type { ArmStatus, RouterStatus } from '../../artifacts/router/router-status.ts'
import { policyOptions } from '../../router/options.ts'
import { MAX_SLOW_SHARE } from '../../router/policy.ts'
import { routerOptions } from '../../settings/router-options.ts'
import type { Settings } from '../../settings/settings.ts'

/** The state of the router as the page shows it. `stored`: the boundary in the state. Pure. */
export function routerOf(status: RouterStatus, stored: number, settings: Settings): Router {
  const drift = Math.abs(stored - 0.5)
  const { place, policy, off, maxDrift, buckets, consideration, split, contradiction } = status
  const { reason, wouldChange, isEarly = false, candidates } = consideration
  return {
    state: 'known',
    place,
    policy,
    off,
    boundary: buckets.treatment.boundary,
    stored,
    drift,
    maxDrift,
    startedAt: Date.parse(status.startedAt),
    updatedAt: Date.parse(status.updatedAt),
    reason,
    wouldChange,
    isEarly,
    rules: rulesOf({ ...status, drift }, policyOptions(routerOptions(settings)).minSamplesBeforeAdapt),
    candidates,
    arms: [arm('control', buckets.control), arm('treatment', buckets.treatment)],
    split,
    contradiction,
  }
}

/** The conditions that hold for each policy; what it asks of a candidate is beside the candidate. */
function rulesOf({ buckets: { control, treatment }, drift, maxDrift }: RouterStatus, samples: number): PolicyRule[] {
  const recent = Math.min(control.recent, treatment.recent)
  const slow = treatment.slowShare
  return [
    {
      name: 'outcomes of each bucket since the last move',
      value: recent,
      threshold: samples,
      direction: 'at least',
      unit: 'outcomes',
      met: recent >= samples,
    },
    { name: 'drift', value: drift, threshold: maxDrift, direction: 'at most', unit: '', met: drift <= maxDrift + 1e-9 },
    {
      name: 'share of slow replies in treatment',
      value: slow,
      threshold: MAX_SLOW_SHARE,
      direction: 'at most',
      unit: 'share',
      met: slow !== null && slow <= MAX_SLOW_SHARE,
    },
  ]
}

function arm(bucket: RouterArm['bucket'], status: ArmStatus): RouterArm {
  return { bucket, ...status }
}
