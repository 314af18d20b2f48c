import type { Progress } from '../../../schemas/generated/dashboard.ts'
import type { RunSummary } from '../../provenance/query/log-query.ts'

/** A run without an event for this long is not in progress, in milliseconds. */
const SILENT_MS = 300_000

/**
 * The run in progress: the latest one, if nothing closes it and it has an event within five minutes; null: none. The log
 * does not have the number of questions to come, so the last run of the same sets that ended gives the total. `runs`: the
 * latest first. Pure.
 */
export function progressOf(runs: readonly RunSummary[], now: number): Progress | null {
  const [latest, ...earlier] = runs
  if (latest === undefined || latest.status !== null || now - latest.last > SILENT_MS) return null
  const { run, first, last, sets, pass, fail, unjudged, unmeasured } = latest
  const done = questions(latest)
  const alike = earlier.find((each) => each.status !== null && sets.every((set) => each.sets.includes(set)))
  const total = alike === undefined ? null : questions(alike)
  return {
    run,
    startedAt: first,
    lastEventAt: last,
    done,
    total: total === null || total < done ? null : total,
    basis: total === null ? 'no earlier run of these sets' : `the run before asked ${total}`,
    sets,
    pass,
    fail,
    unjudged,
    unmeasured,
  }
}

function questions({ pass, fail, unjudged, unmeasured }: RunSummary): number {
  return pass + fail + unjudged + unmeasured
}
