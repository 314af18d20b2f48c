import type { MatcherState, SyncMatcherResult } from 'vitest'
import { judgeSlo } from '../../src/verdicts/slo/judge.ts'
import { printable } from '../../src/text/printable.ts'
import { describeObjective } from '../../src/verdicts/slo/objective-text.ts'
import type { Slo } from '../../src/settings/settings.ts'
import { lookCloser } from '../worker/look-closer.ts'
import { shortfallLines } from './shortfall-lines.ts'
import { isSetRun, verdictsOn } from '../worker/suite/set-run.ts'

/**
 * Whether a golden set meets its service objectives, see `Slo`. Point values decide, or with `confidence` their bounds; a
 * golden without a reply did not pass. An objective without data, or whose bounds include the target, is not met, and the
 * verdict is inconclusive. Throws a RangeError for invalid objectives.
 */
export function toMeetSlo(this: MatcherState, received: unknown, slo: Slo): SyncMatcherResult {
  if (!isSetRun(received))
    throw new TypeError('toMeetSlo: expected the `results` that describeGoldens passes to `whole`')
  const verdict = judgeSlo(received, slo, { boundary: received.boundary })
  verdictsOn(received).slo = verdict
  return {
    // An inconclusive verdict passes neither way.
    pass: this.isNot ? verdict.verdict !== 'fail' : verdict.verdict === 'pass',
    message: () =>
      [
        this.utils.matcherHint(`${this.isNot ? '.not' : ''}.toMeetSlo`, 'results', 'slo'),
        '',
        `Golden set: ${printable(received.set)}: ${verdict.verdict}`,
        `Expected:   ${this.isNot ? 'an objective that is not met' : 'every objective to be met'}`,
        ...verdict.objectives.map((objective) => `Received:   ${describeObjective(objective)}`),
        ...shortfallLines(received.goldens),
        ...(verdict.reason === undefined ? [] : [`Reason:     ${printable(verdict.reason, { max: 400 })}`]),
        '',
        `${lookCloser(this.testPath)}, or change the objectives: aios({ slo }) or describeGoldens(name, file, { slo })`,
      ].join('\n'),
  }
}
