import { isError } from '../../../src/text/error-message.ts'
import { expect } from 'vitest'
import {
  type RegressionOptions,
  type RegressionPolicy,
  regressionPolicy,
} from '../../../src/verdicts/regression/policy.ts'
import type { Settings, Slo } from '../../../src/settings/settings.ts'
import type { SetRun } from './set-run.ts'

/** Gates of one golden set, in place of the plugin's settings. */
export interface Gates {
  slo?: Slo
  regression?: number | RegressionOptions
}

/** The regression policy of the suite, else of the settings. */
export function policyOf({ regression }: Gates, settings: Settings): RegressionPolicy {
  return regression === undefined ? settings.regression : regressionPolicy(regression)
}

/** The default judgement of a set: no regression against its baseline, and the objectives are met. */
export function judgeWhole(run: SetRun, gates: Gates, settings: Settings): void {
  const slo = gates.slo ?? (run.configurations === null ? settings.slo : {})
  // Objectives apply to the whole set, so a part of it is not judged by them.
  const judged = Object.keys(slo).length > 0 && run.goldens.length === run.ids.length
  const errors = [
    () => expect(run).toNotRegressBeyond(policyOf(gates, settings)),
    ...(judged ? [() => expect(run).toMeetSlo(slo)] : []),
  ].flatMap(errorOf)
  // Vitest shows the errors of an AggregateError one by one.
  if (errors.length > 0) throw new AggregateError(errors, `golden set "${run.set}"`)
}

/** The error of an expectation inside the plugin, without its stack, which would only point into the plugin. */
export function errorOf(expectation: () => void): unknown[] {
  try {
    expectation()
    return []
  } catch (error) {
    if (isError(error)) error.stack = `${error.name}: ${error.message}`
    return [error]
  }
}
