import { join } from 'node:path'
import type { RouterOptions } from '../router/options.ts'
import type { Settings } from './settings.ts'

/** The router's state in the folder of a project's files. */
export function stateFile(dir: string): string {
  return join(dir, 'adaptive_routing_state.json')
}

/** The settings as options of a router; its limits are the objectives, if set. */
export function routerOptions({ adaptive, router, slo }: Settings): RouterOptions {
  const { policy, controlShare, minSamplesBeforeAdapt, adaptationStrength, latencyCost, fallback } = router
  return {
    policy,
    adaptive,
    controlShare,
    minSamplesBeforeAdapt,
    adaptationStrength,
    latencyCost,
    fallback,
    ...(slo.boundaryDrift === undefined ? {} : { maxDrift: slo.boundaryDrift }),
    ...(slo.p95Ms === undefined ? {} : { latencyLimitMs: slo.p95Ms }),
  }
}
