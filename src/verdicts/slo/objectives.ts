import type { Slo } from '../../../schemas/generated/options.ts'
import { validateSlo } from '../../../schemas/generated/options.validate.js'
import { describeOptionErrors, type OptionNames } from '../../text/option-errors.ts'

export type { Slo }

/** What can be asked for, each with a target. */
export type ObjectiveName = Exclude<keyof Slo, 'confidence'>

/** Whether the target is the smallest value that will do, or the largest. */
export const DIRECTIONS: Record<ObjectiveName, 'at least' | 'at most'> = {
  passRate: 'at least',
  p95Ms: 'at most',
  boundaryDrift: 'at most',
  errorRate: 'at most',
  ttftMs: 'at most',
  tokensPerSecond: 'at least',
  tokensPerReply: 'at most',
}

/** What is wrong with objectives, one line each; `[]` where they can be judged. */
export function sloProblems(slo: unknown, names: OptionNames = {}): string[] {
  return validateSlo(slo) ? [] : describeOptionErrors(validateSlo.errors, { whole: 'objectives', ...names })
}

/** The objectives that have a target, in a fixed order. */
export function namesOf(slo: Slo): ObjectiveName[] {
  return (Object.keys(DIRECTIONS) as ObjectiveName[]).filter((name) => slo[name] !== undefined)
}
