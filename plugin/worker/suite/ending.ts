import type { TestContext } from 'vitest'
import { errorMessage } from '../../../src/text/error-message.ts'
import { printable } from '../../../src/text/printable.ts'
import { CouldNotMeasureError } from './could-not-measure.ts'

/**
 * How one attempt at a test ended. `unknown`: it was skipped, or it failed only because a question got no reply, which
 * says nothing about the replies that came.
 */
export type Ending = { kind: 'passed' } | { kind: 'failed'; why: string } | { kind: 'unknown' }

/** Longest reason that goes into an event, in characters. */
const LONGEST_REASON = 500

/**
 * Which attempt at its repeat a test is at, from 0. Vitest's `retryCount` goes on counting over the repeats of a test, so
 * the attempts of this repeat are counted.
 */
export function attemptIndex({ result }: TestContext['task']): number {
  const attempts = result?.attempts
  if (attempts === undefined) return result?.retryCount ?? 0
  return attempts.filter(({ repeatIndex }) => repeatIndex === (result?.repeatCount ?? 0)).length
}

/**
 * How the attempt ended whose test had `errorsBefore` errors when it began: those of its earlier attempts stay in the
 * list. `thrown`: what its body threw, null for nothing; left out: Vitest has caught it already.
 */
export function endingOf(task: TestContext['task'], errorsBefore: number, thrown?: { fault: unknown }): Ending {
  const { state, errors = [] } = task.result ?? {}
  // Soft expectations fail a test without throwing.
  const own = [...errors.slice(errorsBefore), ...(thrown === undefined || thrown.fault === null ? [] : [thrown.fault])]
  const faults = own.filter((error) => !isUnmeasured(error))
  const [first] = faults
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
