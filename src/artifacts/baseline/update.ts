import type { Baseline, BaselineGolden, BaselineSet } from '../../../schemas/generated/baseline.ts'
import { isMeasured } from '../../verdicts/golden.ts'
import { unjudgedProblem } from '../../verdicts/regression/quality-problem.ts'
import type { GoldenResult, MeasuredReply, SetResults } from '../../verdicts/results.ts'
import { cutText } from '../../text/printable.ts'
import { nameInBaseline } from './set-in-baseline.ts'

/** Longest text of a reply in a baseline, in characters. */
export const REPLY_LENGTH = 2_000

/** The results of a set to record, and the text of each golden's first reply by its id. */
export interface RecordedSet {
  results: SetResults
  replies: ReadonlyMap<string, string>
}

/** Facts of a recording, the same for all its goldens. */
export interface Recording {
  /** `add` leaves the goldens that the baseline has as they are; `record` replaces them. */
  mode: 'add' | 'record'
  /** ISO 8601, UTC. */
  recordedAt: string
  gitCommit: string | null
  /** Version of vitest-aios. */
  version: string
  /** All golden sets of the project; null: the run covered only a part of it, so no set is removed. */
  existing: ReadonlySet<string> | null
}

/**
 * The baseline after a recording, which replaces the goldens that ran. `record` also removes goldens that a set which ran
 * in full no longer has, and, if the run covered the whole project, sets that no longer exist. A set that the runbook's
 * baseline has under another name gets its own name. Keys are sorted, so that a new recording gives a readable diff.
 * If both sources answered a golden, only the repeats of the first repeat's source are recorded.
 * Throws a RangeError that names goldens that were not measured or not judged.
 */
export function updateBaseline(old: Baseline | null, recorded: readonly RecordedSet[], recording: Recording): Baseline {
  const unmeasured = recorded.flatMap(({ results }) =>
    results.goldens.filter((golden) => !isMeasured(golden)).map((golden) => `${results.set}: ${golden.id}`),
  )
  if (unmeasured.length > 0) {
    throw new RangeError(`the baseline stays as it was: not every golden was measured (${unmeasured.join(', ')})`)
  }
  const unjudged = unjudgedProblem(recorded.flatMap(({ results }) => results.goldens))
  if (unjudged !== null) throw new RangeError(`the baseline stays as it was: ${unjudged}`)
  const sets = new Map(Object.entries(old?.sets ?? {}))
  const { mode, existing } = recording
  if (mode === 'record' && existing !== null) for (const name of sets.keys()) if (!existing.has(name)) sets.delete(name)
  for (const each of recorded) {
    const { set, ids } = each.results
    const name = old === null ? null : nameInBaseline(old, set, ids)
    if (name !== null && name !== set) sets.delete(name)
    sets.set(set, updateSet(name === null ? undefined : old?.sets[name], each, recording))
  }
  return {
    ...(old?.$schema !== undefined && { $schema: old.$schema }),
    schema_version: '2.0',
    version: recording.version,
    sets: sorted(sets),
  }
}

/** Descriptions of the sets and goldens that a recording of `recorded` removed. */
export function removedBy(
  old: Baseline | null,
  updated: Baseline,
  recorded: readonly Pick<SetResults, 'set' | 'ids'>[],
): string[] {
  if (old === null) return []
  const names = new Map(recorded.map(({ set, ids }) => [nameInBaseline(old, set, ids), set]))
  return Object.entries(old.sets).flatMap(([before, { goldens }]) => {
    const set = names.get(before) ?? before
    const kept = Object.hasOwn(updated.sets, set) ? updated.sets[set] : undefined
    if (kept === undefined) return [`the set "${set}"`]
    return Object.keys(goldens).flatMap((id) => (Object.hasOwn(kept.goldens, id) ? [] : [`${id} of "${set}"`]))
  })
}

function updateSet(old: BaselineSet | undefined, { results, replies }: RecordedSet, recording: Recording): BaselineSet {
  const goldens = new Map(Object.entries(old?.goldens ?? {}))
  const ran = new Set(results.goldens.map((golden) => golden.id))
  const inSet = new Set(results.ids)
  const whole = results.ids.every((id) => ran.has(id))
  if (recording.mode === 'record' && whole) for (const id of goldens.keys()) if (!inSet.has(id)) goldens.delete(id)
  for (const golden of results.goldens) {
    if (recording.mode === 'add' && goldens.has(golden.id)) continue
    goldens.set(golden.id, record(golden, replies.get(golden.id) ?? '', recording))
  }
  return { goldens: sorted(goldens) }
}

function record(golden: GoldenResult, reply: string, recording: Recording): BaselineGolden {
  const [first] = golden.replies
  if (first === undefined) throw new RangeError(`golden "${golden.id}" has no reply`)
  const [, ...others] = golden.replies.filter((other) => other.source === first.source)
  return {
    fingerprint: golden.fingerprint,
    source: first.source,
    model: first.model,
    origin: first.origin,
    recorded_at: recording.recordedAt,
    git_commit: recording.gitCommit,
    passes: [first.passed === true, ...others.map((other) => other.passed === true)],
    latency_ms: [tenths(first.latencyMs), ...others.map((other) => tenths(other.latencyMs))],
    first_token_ms: [first, ...others].map(({ firstTokenMs }) => (firstTokenMs === null ? null : tenths(firstTokenMs))),
    completion_tokens: [first, ...others].map((other) => other.completionTokens),
    ...cachedSharesOf([first, ...others]),
    ...digestsOf([first, ...others]),
    reply: cutText(reply, REPLY_LENGTH),
  }
}

/** Left out where no share is known. */
function cachedSharesOf(replies: readonly MeasuredReply[]): Pick<BaselineGolden, 'cached_share'> {
  const shares = replies.map(({ cachedShare = null }) => cachedShare)
  if (shares.every((share) => share === null)) return {}
  return { cached_share: shares.map((share) => (share === null ? null : Math.round(share * 1_000) / 1_000)) }
}

/** Left out where a digest is not known. */
function digestsOf(replies: readonly MeasuredReply[]): Pick<BaselineGolden, 'digests'> {
  const digests = replies.map(({ digest }) => digest)
  return digests.includes(undefined) ? {} : { digests: digests.filter((digest) => digest !== undefined) }
}

/** Rounds to 0.1 ms, and a positive time to at least 0.1, because a ratio to 0 is undefined. */
function tenths(ms: number): number {
  return ms > 0 ? Math.max(0.1, Math.round(ms * 10) / 10) : ms
}

/** Sorts by code units, which is the same on every machine. `fromEntries` also keeps keys such as `__proto__`. */
function sorted<T>(entries: ReadonlyMap<string, T>): Record<string, T> {
  return Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
}
