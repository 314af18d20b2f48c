import { toAnswer } from './toAnswer.ts'
import { toBeFasterBy } from './toBeFasterBy.ts'
import { toBeNoWorseThan } from './toBeNoWorseThan.ts'
import { toConvergeTo } from './toConvergeTo.ts'
import { toCorrelate } from './toCorrelate.ts'
import { toDifferBy } from './toDifferBy.ts'
import { toMeetSlo } from './toMeetSlo.ts'
import { toNotRegressBeyond } from './toNotRegressBeyond.ts'

/** Every matcher of the plugin, for `expect.extend`. */
export const matchers = {
  toAnswer,
  toBeFasterBy,
  toBeNoWorseThan,
  toConvergeTo,
  toCorrelate,
  toDifferBy,
  toMeetSlo,
  toNotRegressBeyond,
}
