import { basename } from 'node:path'
import type { Baseline, BaselineGolden } from '../../../schemas/generated/baseline.ts'
import { isBlank } from '../../text/blank.ts'
import { UNKNOWN_MODEL } from '../../verdicts/regression/comparison.ts'
import { fingerprint } from '../../goldens/fingerprint.ts'
import { isRecord } from '../../is-record.ts'
import { isErrorText } from '../../provenance/legacy/error-text.ts'
import { OLDER_SOURCES } from '../../provenance/legacy/older-source.ts'
import { cutText } from '../../text/printable.ts'
import { BaselineError } from './baseline-error.ts'
import { RUNBOOK } from './set-in-baseline.ts'
import { REPLY_LENGTH } from './update.ts'

/** The runbook's older baseline: one run of one golden set. */
interface RunbookBaseline {
  tests: readonly unknown[]
  golden_set?: unknown
  timestamp?: unknown
}

/** Longest plausible latency, in milliseconds; a larger number was not measured. */
export const LONGEST_MS = 86_400_000

export function isRunbookBaseline(data: unknown): data is RunbookBaseline {
  return (
    typeof data === 'object' &&
    data !== null &&
    !('schema_version' in data) &&
    'tests' in data &&
    Array.isArray(data.tests)
  )
}

/**
 * Converts the runbook's baseline to the current format. It recorded neither models nor expectations, so its goldens are
 * compared with any model, and only with goldens that still have the same question and no expectation.
 * The set is named after `golden_set` without folder and `.json`; it is matched by ids, not by name. Leaves out questions
 * that were not answered. Throws a BaselineError that lists incomplete tests.
 */
export function fromRunbook(path: string, data: RunbookBaseline): Baseline {
  const problems: string[] = []
  const recordedAt = typeof data.timestamp === 'string' ? data.timestamp : ''
  const goldens = data.tests.flatMap((test, index) => {
    if (!isAnswered(test)) return []
    const golden = fromTest(test, recordedAt)
    if (typeof golden !== 'string') return [golden]
    problems.push(`/tests/${index} ${golden}`)
    return []
  })
  if (typeof data.golden_set !== 'string' || data.golden_set === '')
    problems.push('/golden_set must name the golden set')
  if (problems.length > 0)
    throw new BaselineError(path, problems, 'Fix these places, or record it again: npx vitest run goldens -u')
  const set = basename(String(data.golden_set).replaceAll('\\', '/'), '.json')
  return { schema_version: '2.0', version: RUNBOOK, sets: { [set]: { goldens: Object.fromEntries(goldens) } } }
}

/** Whether a question was answered. The older system logged failures with an unknown source, or an error as the reply. */
function isAnswered(test: unknown): boolean {
  if (!isRecord(test)) return true
  const { source, response } = test
  return source !== 'unknown' && !(typeof response === 'string' && isErrorText(response))
}

/** The id and the golden, or the problem of the test. */
function fromTest(test: unknown, recordedAt: string): [string, BaselineGolden] | string {
  if (typeof test !== 'object' || test === null) return 'must be an object'
  const { id, question, response, latency_ms: latency, source }: Record<string, unknown> = { ...test }
  if (typeof id !== 'string' || id === '') return 'must have an id'
  if (typeof question !== 'string') return `(${id}) must have a question`
  if (typeof response !== 'string') return `(${id}) must have a response`
  if (typeof latency !== 'number') return `(${id}) must have a latency_ms that is a number`
  if (!(latency >= 0 && latency <= LONGEST_MS))
    return `(${id}) must have a latency_ms from 0 to ${LONGEST_MS}, got ${latency}`
  const known = OLDER_SOURCES.get(source)
  if (known === undefined) return `(${id}) must have one of the sources ${[...OLDER_SOURCES.keys()].join(', ')}`
  const golden: BaselineGolden = {
    fingerprint: fingerprint({ id, question, trait: '' }),
    source: known,
    model: UNKNOWN_MODEL,
    origin: 'measured',
    recorded_at: recordedAt,
    git_commit: null,
    passes: [!isBlank(response)],
    latency_ms: [latency],
    first_token_ms: [null],
    completion_tokens: [null],
    reply: cutText(response, REPLY_LENGTH),
  }
  return [id, golden]
}
