import type { TestContext } from 'vitest'
import { errorMessage } from '../../../src/text/error-message.ts'
import { printable } from '../../../src/text/printable.ts'
import { CouldNotMeasureError } from './could-not-measure.ts'

/**
 * How one attempt at a test ended. `unknown`: it was skipped, or it failed only because a question got no reply, which is
 * not a verdict on the other replies.
 */
export type Ending = { kind: 'passed' } | { kind: 'failed'; why: string } | { kind: 'unknown' }

/** Longest reason that goes into an event, in characters. */
const LONGEST_REASON = 500

/**
 * The index of the attempt at the current repeat of a test, from 0. Vitest's `retryCount` counts over all repeats of a
 * test, so this counts the attempts of this repeat.
 */
export function attemptIndex({ result }: TestContext['task']): number {
  const attempts = result?.attempts
  if (attempts === undefined) return result?.retryCount ?? 0
  return attempts.filter(({ repeatIndex }) => repeatIndex === (result?.repeatCount ?? 0)).length
}

/**
 * How an attempt ended. `errorsBefore`: how many errors the test had when the attempt began, because the errors of earlier
 * attempts stay in the list. `thrown`: what its body threw, null for nothing; left out: Vitest has caught it already.
 */
export function endingOf(task: TestContext['task'], errorsBefore: number, thrown?: { error: unknown }): Ending {
  const { state, errors = [] } = task.result ?? {}
  // Soft expectations fail a test without throwing.
  const own = [...errors.slice(errorsBefore), ...(thrown === undefined || thrown.error === null ? [] : [thrown.error])]
  const failures = own.filter((error) => !isUnmeasured(error))
  const [first] = failures
  if (first !== undefined) return { kind: 'failed', why: reasonOf(first) }
  if (own.length > 0 || state === 'skip') return { kind: 'unknown' }
  if (thrown !== undefined || state === 'pass') return { kind: 'passed' }
  return state === 'fail' ? { kind: 'failed', why: 'its test failed' } : { kind: 'unknown' }
}

/** Vitest keeps errors as plain objects. */
function isUnmeasured(error: unknown): boolean {
  if (error instanceof CouldNotMeasureError) return true
  return typeof error === 'object' && error !== null && 'name' in error && error.name === 'CouldNotMeasureError'
}

function reasonOf(error: unknown): string {
  const message =
    typeof error === 'object' && error !== null && 'message' in error && typeof error.message === 'string'
      ? error.message
      : errorMessage(error)
  return printable(message.split('\n')[0] ?? '', { max: LONGEST_REASON })
}
