import type { Policy, PolicyOptions } from '../policy.ts'
import { evidencePolicy } from './evidence.ts'
import { thresholdPolicy } from './threshold.ts'

/** The policy of a name in options and settings. */
export function policyNamed(name: 'evidence' | 'threshold', limits: PolicyOptions): Policy {
  return name === 'evidence' ? evidencePolicy(limits) : thresholdPolicy(limits)
}
