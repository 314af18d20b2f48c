import type { RouterOptions } from '../../schemas/generated/options.ts'
import type { Source } from '../source.ts'
import { mustBe } from '../text/option-errors.ts'
import { POLICY_DEFAULTS, type PolicyOptions } from './policy.ts'

/** Which source answers when the chosen one fails. */
export type Fallback = NonNullable<RouterOptions['fallback']>

export type { RouterOptions }

/** The options of the policies, with defaults. */
export function policyOptions(options: RouterOptions): PolicyOptions {
  const given = Object.entries(options).filter(([name, value]) => name in POLICY_DEFAULTS && value !== undefined)
  return { ...POLICY_DEFAULTS, ...Object.fromEntries(given) }
}

/** The reason why adaptation is off; null: it is on. Throws a RangeError if `AIOS_ADAPTIVE_ENABLED` is neither 1 nor 0. */
export function whyOff({ adaptive = true, controlShare }: RouterOptions): string | null {
  const set = process.env['AIOS_ADAPTIVE_ENABLED'] ?? ''
  if (set === '0' || set === 'false') return `AIOS_ADAPTIVE_ENABLED=${set}`
  if (set !== '' && set !== '1' && set !== 'true')
    throw new RangeError(`router: ${mustBe('AIOS_ADAPTIVE_ENABLED', '1 or 0', set)}`)
  if (controlShare === 1) return 'controlShare is 1'
  return adaptive || set !== '' ? null : 'adaptive is false'
}

/** Whether a source may replace the other one. */
export function mayReplace(source: Source, fallback: Fallback): boolean {
  return fallback === 'both' || (fallback === 'embedder' && source === 'embedder')
}
