import { unjudgedDoubt } from '../src/evidence/regression/quality-doubt.ts'
import { baselineResults, readBaseline, writeBaseline } from '../src/run/baseline.ts'
import { updateBaseline } from '../src/run/baseline-update.ts'
import { EMPTY_REPLY } from '../src/run/empty-replies.ts'
import { firstReplies } from '../src/run/events.ts'
import type { BaselineMode } from '../src/run/session.ts'
import type { Settings } from '../src/settings/types.ts'
import type { Collected } from './collect.ts'

/** What became of the baseline; `unchanged` where nothing was to be recorded. */
export type BaselineOutcome =
  | { kind: 'unchanged' }
  | { kind: 'written'; path: string; goldens: number }
  | { kind: 'refused'; reason: string }

/**
 * Records the baseline as `vitest -u` wants it: `record` replaces what ran, `add` only fills in what is missing and
 * only from sets that passed. A run with a golden that was not measured or not judged, or with a fault, changes nothing.
 */
export function recordBaseline(
  collected: Pick<Collected, 'sets' | 'faults'>,
  mode: BaselineMode,
  settings: Pick<Settings, 'baseline'>,
  recording: { recordedAt: string; gitCommit: string | null; version: string },
): BaselineOutcome {
  // What two configurations answered in turns is a baseline of neither.
  const sets = collected.sets.filter(({ against }) => against === null)
  if (mode === 'compare' || sets.length === 0) return { kind: 'unchanged' }
  if (collected.faults.length > 0) return refuse('no verdict of this run counts')
  const open = sets.filter((set) => set.note === null)
  if (open.length > 0) return refuse(`the suite of "${open[0]?.set}" did not get to its end`)
  const unmeasured = sets.flatMap(({ set, results }) =>
    results.goldens.flatMap(({ id, unmeasured: [first] }) =>
      first === undefined ? [] : [`${id} of "${set}"${first.cause === EMPTY_REPLY ? ` (${first.evidence})` : ''}`],
    ),
  )
  if (unmeasured.length > 0) return refuse(`${unmeasured.length} goldens could not be measured, first ${unmeasured[0]}`)
  const unjudged = unjudgedDoubt(sets.flatMap(({ results }) => results.goldens))
  if (unjudged !== null) return refuse(unjudged)
  const old = readBaseline(settings.baseline)
  const wanted =
    mode === 'record'
      ? sets
      : sets.filter(({ set, results }) => {
          const known = new Set(
            (old === null ? null : baselineResults(old, set, results.ids))?.map((golden) => golden.id),
          )
          return results.goldens.some((golden) => !known.has(golden.id))
        })
  if (wanted.length === 0) return { kind: 'unchanged' }
  const failing = wanted.filter((set) => !set.ok)
  if (mode === 'add' && failing.length > 0) {
    return refuse(`"${failing[0]?.set}" failed; to record it as it is: npx vitest run goldens -u`)
  }
  const recorded = wanted.map(({ results, events }) => ({ results, replies: firstReplies(events) }))
  writeBaseline(settings.baseline, updateBaseline(old, recorded, { mode, ...recording }))
  return {
    kind: 'written',
    path: settings.baseline,
    goldens: wanted.reduce((sum, { results }) => sum + results.goldens.length, 0),
  }
}

function refuse(reason: string): BaselineOutcome {
  return { kind: 'refused', reason: `the baseline stays as it was: ${reason}` }
}
