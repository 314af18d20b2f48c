import type { Slo } from '../../../schemas/generated/options.ts'
import { validateSlo } from '../../../schemas/generated/options.validate.js'
import { optionProblems, type OptionNames } from '../../text/option-errors.ts'

export type { Slo }

/** The name of an objective. */
export type ObjectiveName = Exclude<keyof Slo, 'confidence'>

/** Whether the target is the smallest accepted value or the largest. */
export const DIRECTIONS: Record<ObjectiveName, 'at least' | 'at most'> = {
  passRate: 'at least',
  p95Ms: 'at most',
  boundaryDrift: 'at most',
  errorRate: 'at most',
  ttftMs: 'at most',
  tokensPerSecond: 'at least',
  tokensPerReply: 'at most',
}

/** The problems of invalid objectives, one line each; `[]` for valid ones. */
export function sloProblems(slo: unknown, names: OptionNames = {}): string[] {
  return optionProblems(validateSlo, slo, { whole: 'objectives', ...names })
}

/** The objectives that have a target, in a fixed order. */
export function namesOf(slo: Slo): ObjectiveName[] {
  return (Object.keys(DIRECTIONS) as ObjectiveName[]).filter((name) => slo[name] !== undefined)
}
