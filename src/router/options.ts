import type { Source } from '../source.ts'
import { type Policy, POLICY_DEFAULTS, type PolicyOptions } from './policy.ts'
import type { Move } from './state.ts'
import type { StateStore } from './store.ts'
import type { Coefficients } from './weight/default-coefficients.ts'

/** Which source takes over when the other one fails. */
export type Fallback = 'embedder' | 'both' | 'none'

/** How a router is set up; everything has a default. */
export interface RouterOptions extends Partial<PolicyOptions> {
  /** Where the state is kept. Default: a file, `.aios/adaptive_routing_state.json` in the working directory. */
  store?: StateStore
  /** Decides when the boundary moves. Default `evidence`; `threshold` is the runbook's rule. */
  policy?: 'evidence' | 'threshold' | Policy
  /**
   * false switches adaptation off: every decision is the control's, and nothing is learnt. So do `controlShare: 1` and
   * `AIOS_ADAPTIVE_ENABLED=0`, which wins over this option. Default true.
   */
  adaptive?: boolean
  /** Share of conversations in the control bucket, 0 to 1; the runbook's control_bucket_pct. Default 0.5. */
  controlShare?: number
  /** Learnt weights, as `readCoefficients` gives them. Default, and null: those of the package. */
  weights?: Coefficients | null
  /**
   * Who answers when the source that is due fails: the embedder for `main_model`, either for the other (`both`), nobody.
   * Default `embedder`.
   */
  fallback?: Fallback
  /** How long an outcome may wait for others to be saved with it, in milliseconds. Default 0: each is saved at once. */
  saveAfterMs?: number
  /** Called after the boundary has moved because of this router's outcome. */
  onMove?: (move: Move) => unknown
  /** Told about a state that was set aside or cannot be reached. Default: a warning of the process. */
  warn?: (warning: string) => unknown
  /** Draws for the experiment, evenly from 0 to 1. Default `Math.random`. */
  random?: () => number
  /**
   * Milliseconds since 1970. Default: for durations a clock that cannot be set, for the times of moves the system clock;
   * fake timers change neither.
   */
  now?: () => number
}

/** The numbers that policies go by. */
export function policyOptions(options: RouterOptions): PolicyOptions {
  const given = Object.entries(options).filter(([name, value]) => name in POLICY_DEFAULTS && value !== undefined)
  return { ...POLICY_DEFAULTS, ...Object.fromEntries(given) }
}

/** Why adaptation is off; null: it is on. A RangeError names a value of `AIOS_ADAPTIVE_ENABLED` that is neither 1 nor 0. */
export function whyOff({ adaptive = true, controlShare }: RouterOptions): string | null {
  const set = process.env['AIOS_ADAPTIVE_ENABLED'] ?? ''
  if (set === '0' || set === 'false') return `AIOS_ADAPTIVE_ENABLED=${set}`
  if (set !== '' && set !== '1' && set !== 'true')
    throw new RangeError(`router: AIOS_ADAPTIVE_ENABLED must be 1 or 0, not ${set}`)
  if (controlShare === 1) return 'controlShare is 1'
  return adaptive || set !== '' ? null : 'adaptive is false'
}

/** Whether a source may take the place of the one that is due. */
export function mayReplace(source: Source, fallback: Fallback): boolean {
  return fallback === 'both' || (fallback === 'embedder' && source === 'embedder')
}
