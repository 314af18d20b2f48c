import type { Router, RouterArm } from '../../../schemas/generated/dashboard.ts'
import type { ArmStatus, RouterStatus } from '../../artifacts/router/router-status.ts'

/** The state of the router as the page shows it. `stored`: the boundary in the state. Pure. */
export function routerOf(status: RouterStatus, stored: number): Router {
  const drift = Math.abs(stored - 0.5)
  const { place, policy, off, maxDrift, buckets, consideration, split, contradiction } = status
  const { reason, wouldChange, isEarly = false, conditions = [], candidates } = consideration
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
    rules: conditions,
    candidates,
    arms: [arm('control', buckets.control), arm('treatment', buckets.treatment)],
    split,
    contradiction,
  }
}

function arm(bucket: RouterArm['bucket'], status: ArmStatus): RouterArm {
  return { bucket, ...status }
}
