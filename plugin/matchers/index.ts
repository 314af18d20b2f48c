import { toAnswer } from './toAnswer.ts'
import { toMeetSlo } from './toMeetSlo.ts'
import { toNotRegressBeyond } from './toNotRegressBeyond.ts'

/** Every matcher of the plugin, for `expect.extend`. */
export const matchers = { toAnswer, toMeetSlo, toNotRegressBeyond }
