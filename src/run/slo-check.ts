import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Report } from '../../schemas/generated/report.ts'
import validate from '../../schemas/generated/report.validate.js'
import type { ResponseEvent, UnmeasuredEvent } from '../../schemas/generated/provenance.ts'
import { judgeSlo, type SloVerdict } from '../evidence/slo/judge.ts'
import type { Slo } from '../evidence/slo/objectives.ts'
import { readLog } from '../provenance/read.ts'
import { goldenResults } from './events.ts'
import { fromReport } from './slo-from-report.ts'

/** How the objectives stand, or why that cannot be told; `notes` say what a person should know beside it. */
export type SloCheck =
  | { kind: 'judged'; from: string; sets: SloVerdict[]; notes: string[] }
  | { kind: 'cannot_tell'; reason: string; next: string }

const RUN = 'run the goldens: npx vitest run goldens'

/** The objectives as the last report has them; `overrides` take the place of its targets. */
export function checkLastReport(
  dir: string,
  overrides: Slo,
  { now, maxAgeMs }: { now: Date; maxAgeMs: number },
): SloCheck {
  const path = join(dir, 'last_report.json')
  const report = readReport(path)
  if (typeof report === 'string') return cannotTell(`${path} ${report}`, RUN)
  const age = now.getTime() - new Date(report.ts).getTime()
  if (!(age <= maxAgeMs))
    return cannotTell(`${path} is stale: it is of ${report.ts}`, `${RUN}, or allow more with --max-age`)
  if (report.sets.length === 0) return cannotTell(`${path} is of a run without goldens`, RUN)
  const judged = report.sets.map((set) => fromReport(set, overrides))
  const open = judged.filter((each) => typeof each === 'string')
  if (open.length > 0) return cannotTell(open.join('; '), 'set them: aios({ slo }), or --pass-rate 0.95 --p95-ms 20000')
  const sets = judged.filter((each) => typeof each !== 'string')
  const failed = report.status === 'fail' && sets.every(({ verdict }) => verdict === 'pass')
  return {
    kind: 'judged',
    from: `the report of ${report.ts}`,
    sets,
    notes: failed
      ? ['the objectives are met, but the run failed for another reason: see its output, or the report']
      : [],
  }
}

/**
 * The objectives over everything that the log has measured since a time, by golden set. What hypotheses and compared
 * configurations asked is left out, and so is what was replayed: its times are of another day.
 */
export async function checkLog(dir: string, slo: Slo, since: Date): Promise<SloCheck> {
  const { events, skipped, files } = readLog(dir, { since })
  if (files.length === 0) return cannotTell(`there is no log in ${dir}`, RUN)
  const bySet = new Map<string, (ResponseEvent | UnmeasuredEvent)[]>()
  let [replayed, boundary] = [0, 0.5]
  for await (const event of events) {
    if (event.event_type !== 'response' || event.golden === undefined) continue
    if (event.hypothesis !== undefined || event.configuration !== undefined) continue
    if (event.origin === 'replayed') replayed += 1
    else {
      boundary = event.route.boundary
      const known = bySet.get(event.golden.set)
      if (known === undefined) bySet.set(event.golden.set, [event])
      else known.push(event)
    }
  }
  const notes = [
    ...(replayed > 0 ? [`${replayed} replayed replies are left out: their times are the recording's`] : []),
    ...(skipped.broken > 0 ? [`${skipped.broken} lines of the log are damaged, and were skipped`] : []),
    ...(skipped.older > 0 ? [`${skipped.older} events of an older schema were skipped`] : []),
  ]
  if (bySet.size === 0) {
    const beside = notes.length === 0 ? '' : ` (${notes.join('; ')})`
    return cannotTell(`nothing was measured since ${since.toISOString()}${beside}`, `${RUN}, or look further back`)
  }
  const sets = [...bySet].map(([set, measured]) => judgeSlo(resultsOf(set, measured), slo, { boundary }))
  if (Object.keys(slo).length === 0)
    return cannotTell('no objective is set', 'set them: aios({ slo }), or --pass-rate 0.95 --p95-ms 20000')
  return { kind: 'judged', from: `the log since ${since.toISOString()}`, sets, notes }
}

/** Each run asked each golden anew: a golden of another run is another unit. */
function resultsOf(set: string, events: readonly (ResponseEvent | UnmeasuredEvent)[]) {
  const goldens = [...Map.groupBy(events, (event) => event.run_id).values()].flatMap(goldenResults)
  return { set, ids: goldens.map(({ id }) => id), goldens }
}

function readReport(path: string): Report | string {
  try {
    const data: unknown = JSON.parse(readFileSync(path, 'utf8'))
    return validate(data) ? data : 'is no report of this version'
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    return missing
      ? 'is not there: nothing ran yet'
      : `cannot be read: ${error instanceof Error ? error.message : String(error)}`
  }
}

function cannotTell(reason: string, next: string): SloCheck {
  return { kind: 'cannot_tell', reason, next }
}
