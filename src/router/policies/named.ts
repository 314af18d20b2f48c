import type { Policy, PolicyOptions } from '../policy.ts'
import { evidencePolicy } from './evidence.ts'
import { thresholdPolicy } from './threshold.ts'

/** The policies that options and settings know by name. */
export function policyNamed(name: 'evidence' | 'threshold', limits: PolicyOptions): Policy {
  return name === 'evidence' ? evidencePolicy(limits) : thresholdPolicy(limits)
}
