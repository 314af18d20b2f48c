import { isError } from '../../../src/text/error-message.ts'
import { expect } from 'vitest'
import {
  type RegressionOptions,
  type RegressionPolicy,
  regressionPolicy,
} from '../../../src/verdicts/regression/policy.ts'
import type { Settings, Slo } from '../../../src/settings/settings.ts'
import type { SetRun } from './set-run.ts'

/** What a suite wants of its set, where it differs from the plugin's settings. */
export interface Gates {
  slo?: Slo
  regression?: number | RegressionOptions
}

/** How a change of the set is judged: as the suite wants it, else as the settings do. */
export function policyOf({ regression }: Gates, settings: Settings): RegressionPolicy {
  return regression === undefined ? settings.regression : regressionPolicy(regression)
}

/** The default judgement of a set: no regression against its baseline, and the objectives are met. */
export function judgeWhole(run: SetRun, gates: Gates, settings: Settings): void {
  const slo = gates.slo ?? (run.configurations === null ? settings.slo : {})
  // Objectives are the whole set's: a part that was picked by hand says nothing about them.
  const judged = Object.keys(slo).length > 0 && run.goldens.length === run.ids.length
  const errors = [
    () => expect(run).toNotRegressBeyond(policyOf(gates, settings)),
    ...(judged ? [() => expect(run).toMeetSlo(slo)] : []),
  ].flatMap(errorOf)
  // Vitest shows the errors of an AggregateError one by one.
  if (errors.length > 0) throw new AggregateError(errors, `golden set "${run.set}"`)
}

/** The error of an expectation that the plugin itself makes: without a stack, since the message says it all. */
export function errorOf(expectation: () => void): unknown[] {
  try {
    expectation()
    return []
  } catch (error) {
    if (isError(error)) error.stack = `${error.name}: ${error.message}`
    return [error]
  }
}
