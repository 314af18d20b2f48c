import type { Hypothesis } from '../../../../../schemas/generated/dashboard.ts'
import { decimal } from '../../../format.ts'

type Bounds = Pick<NonNullable<Hypothesis['interval']>, 'lower' | 'upper'>

/** The bounds of an interval in words: one that is missing leaves it open to that side, without both it is not known. Pure. */
export function intervalText({ lower, upper }: Bounds): string {
  if (lower === null && upper === null) return 'not known'
  if (lower === null) return `at most ${decimal(upper, 3)}`
  if (upper === null) return `at least ${decimal(lower, 3)}`
  return `${decimal(lower, 3)} to ${decimal(upper, 3)}`
}
