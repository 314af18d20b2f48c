import type { Progress } from '../../../schemas/generated/dashboard.ts'
import type { RunSummary } from '../../provenance/query/log-query.ts'

/** A run without an event for this long is not in progress, in milliseconds. */
const SILENT_MS = 300_000

/**
 * The run in progress: the latest one, if nothing closes it and it has an event within five minutes; null: none. The log
 * does not have the number of questions to come, so the last run of the same kind and sets that ended gives the total.
 * `runs`: the latest first. Pure.
 */
export function progressOf(runs: readonly RunSummary[], now: number): Progress | null {
  const [latest, ...earlier] = runs
  if (latest === undefined || latest.status !== null || now - latest.last > SILENT_MS) return null
  const { run, first, last, sets, pass, fail, unjudged, unmeasured } = latest
  const done = questions(latest)
  const alike = earlier.find(
    (each) => each.status !== null && only(each) === only(latest) && sets.every((set) => each.sets.includes(set)),
  )
  const total = alike === undefined ? null : questions(alike)
  return {
    run,
    startedAt: first,
    lastEventAt: last,
    done,
    total: total === null || total < done ? null : total,
    basis: total === null ? 'no earlier run that asked the same' : `the run before asked ${total}`,
    sets,
    only: only(latest),
    pass,
    fail,
    unjudged,
    unmeasured,
  }
}

/** What a run asks, as far as it has come; null: goldens, or several kinds. */
function only(run: RunSummary): Progress['only'] {
  const all = questions(run)
  if (all === 0) return null
  return run.ofHypotheses === all ? 'hypotheses' : run.ofConfigurations === all ? 'configurations' : null
}

function questions({ pass, fail, unjudged, unmeasured }: RunSummary): number {
  return pass + fail + unjudged + unmeasured
}
