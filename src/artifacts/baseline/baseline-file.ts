import { readText } from '../../read-text.ts'
import { errorCode, errorMessage } from '../../text/error-message.ts'
import type { Baseline, BaselineGolden } from '../../../schemas/generated/baseline.ts'
import validate from '../../../schemas/generated/baseline.validate.js'
import { lookOf } from '../../goldens/phrases/look-alike.ts'
import { describeErrors } from '../../../schemas/validate.ts'
import type { GoldenResult } from '../../verdicts/results.ts'
import { BaselineError } from './baseline-error.ts'
import { expandBaseline } from './compact-baseline.ts'
import { fromRunbook, isRunbookBaseline, LONGEST_MS } from './runbook-baseline.ts'
import { nameInBaseline } from './set-in-baseline.ts'

const RESTORE = 'Restore the file from version control, or delete it and record it again: npx vitest run goldens -u'

/**
 * Reads the recorded baseline of a project; null when the file does not exist. Converts the runbook's format, see
 * `fromRunbook`. Throws a BaselineError for a file that cannot be read, is invalid, or comes from a newer version.
 */
export function readBaseline(path: string): Baseline | null {
  const written = readBaselineData(path)
  if (written === undefined) return null
  if (isRunbookBaseline(written)) return fromRunbook(path, written)
  const version = schemaVersion(written)
  if (version !== null && Number.parseFloat(version) > 2.1) {
    const problem = `was written by a newer vitest-aios (schema ${version}; this one reads 2.1)`
    throw new BaselineError(path, [problem], 'Update vitest-aios: npm install --save-dev vitest-aios@latest')
  }
  if (!validate(written)) throw new BaselineError(path, describeErrors(validate.errors), RESTORE)
  const data = written.schema_version === '2.1' ? expandBaseline(written) : written
  if (Array.isArray(data)) throw new BaselineError(path, data, RESTORE)
  const problems = [...unevenRepeats(data), ...impossibleLatencies(data), ...lookAlikes(data)]
  if (problems.length > 0) throw new BaselineError(path, problems, RESTORE)
  return data
}

/** The parsed file, of any format; undefined when it does not exist. Throws a BaselineError when it is not JSON. */
export function readBaselineData(path: string): unknown {
  const text = textOf(path)
  return text === null ? undefined : parse(path, text)
}

/**
 * The results of a set in the baseline, without traits, which it does not record; null when it does not contain the set.
 * `ids` match the runbook's baseline, see `nameInBaseline`.
 */
export function baselineResults(baseline: Baseline, set: string, ids: readonly string[] = []): GoldenResult[] | null {
  const name = nameInBaseline(baseline, set, ids)
  if (name === null) return null
  return Object.entries(baseline.sets[name]?.goldens ?? {}).map(([id, golden]) => toResult(id, golden))
}

function toResult(id: string, golden: BaselineGolden): GoldenResult {
  const {
    fingerprint,
    source,
    model,
    origin,
    passes,
    latency_ms,
    first_token_ms,
    completion_tokens,
    cached_share,
    digests,
  } = golden
  const replies = latency_ms.map((latencyMs, repeat) => ({
    repeat,
    source,
    model,
    passed: passes[repeat] === true,
    latencyMs,
    firstTokenMs: first_token_ms[repeat] ?? null,
    completionTokens: completion_tokens[repeat] ?? null,
    ...cachedShareAt(cached_share, repeat),
    ...digestOf(digests?.[repeat]),
    origin,
  }))
  return { id, trait: '', fingerprint, replies, unmeasured: [] }
}

function cachedShareAt(shares: readonly (number | null)[] | undefined, repeat: number): { cachedShare?: number } {
  const cachedShare = shares?.[repeat]
  return cachedShare === undefined || cachedShare === null ? {} : { cachedShare }
}

function digestOf(digest: string | undefined): { digest?: string } {
  return digest === undefined ? {} : { digest }
}

function textOf(path: string): string | null {
  try {
    return readText(path)
  } catch (cause) {
    if (errorCode(cause) === 'ENOENT') return null
    const remedy = 'Check that it is a file and that you may read it, or set `baseline` to another file'
    throw new BaselineError(path, [`cannot be read: ${errorMessage(cause)}`], remedy, { cause })
  }
}

function parse(path: string, text: string): unknown {
  const conflict = text.includes('<<<<<<< ') ? text.split('\n').findIndex((line) => line.startsWith('<<<<<<< ')) : -1
  if (conflict !== -1) {
    const remedy =
      'Take one side whole (with `git checkout --ours` or `--theirs`), or record it again: npx vitest run goldens -u'
    throw new BaselineError(path, [`contains an unresolved merge conflict, from line ${conflict + 1}`], remedy)
  }
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new BaselineError(path, [`is not valid JSON: ${errorMessage(cause)}`], RESTORE, { cause })
  }
}

function schemaVersion(data: unknown): string | null {
  if (typeof data !== 'object' || data === null || !('schema_version' in data)) return null
  return typeof data.schema_version === 'string' ? data.schema_version : null
}

/** Checks that the lists of a golden have the same length, which a JSON Schema cannot express. */
function unevenRepeats(baseline: Baseline): string[] {
  return Object.entries(baseline.sets).flatMap(([set, { goldens }]) =>
    Object.entries(goldens).flatMap(([id, golden]) => {
      const { passes, latency_ms, first_token_ms, completion_tokens, cached_share = passes, digests = passes } = golden
      const even = [latency_ms, first_token_ms, completion_tokens, cached_share, digests].every(
        ({ length }) => length === passes.length,
      )
      return even
        ? []
        : [`/sets/${set}/goldens/${id} has lists of different lengths, but each must have one value per repeat`]
    }),
  )
}

/** Checks that latencies are from 0 to a day; any other was not measured, and would distort every comparison. */
function impossibleLatencies(baseline: Baseline): string[] {
  return Object.entries(baseline.sets).flatMap(([set, { goldens }]) =>
    Object.entries(goldens).flatMap(([id, { latency_ms, first_token_ms }]) => {
      const wrong = [...latency_ms, ...first_token_ms].find((ms) => ms !== null && !(ms >= 0 && ms <= LONGEST_MS))
      return wrong === undefined ? [] : [`/sets/${set}/goldens/${id} has an invalid latency: ${wrong} ms`]
    }),
  )
}

/** Checks for ids that look the same, since a review would not notice that one replaced the other. */
function lookAlikes(baseline: Baseline): string[] {
  return Object.entries(baseline.sets).flatMap(([set, { goldens }]) =>
    [...Map.groupBy(Object.keys(goldens), lookOf).values()].flatMap((ids) =>
      ids.length === 1
        ? []
        : [`/sets/${set}/goldens has ids that look the same: ${ids.map((id) => `"${ascii(id)}"`).join(', ')}`],
    ),
  )
}

/** Escapes other characters than plain ASCII, so that the difference is visible. */
function ascii(text: string): string {
  return text.replace(/[^ -~]/gu, (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`)
}
