import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import type { Candidate, GoldenSide, PairedGolden, RunComparison } from '../../../schemas/generated/dashboard.ts'
import { baselineProblem } from '../../artifacts/baseline/baseline-error.ts'
import { readBaseline } from '../../artifacts/baseline/baseline-file.ts'
import { diffSnapshots } from '../../artifacts/baseline/diff.ts'
import { RUNBOOK } from '../../artifacts/baseline/set-in-baseline.ts'
import { type GoldenSnapshot, snapshotOfBaseline } from '../../artifacts/baseline/snapshot.ts'
import { datedCopies } from '../../dated-copy.ts'
import type { LogFilter } from '../../provenance/query/log-filter.ts'
import type { LogQuery, RunSummary } from '../../provenance/query/log-query.ts'
import type { Settings } from '../../settings/settings.ts'
import { counted } from '../../text/counted.ts'
import { problemOf } from '../../text/problem.ts'
import { RequestError } from '../request-error.ts'
import type { Sources } from '../sources.ts'
import { comparable, type ComparableDiff, latencyNotes } from './comparable.ts'
import { comparedMetrics } from './compared-metrics.ts'
import { earlierRun } from './earlier-run.ts'
import { changeOf } from './golden-change.ts'
import { RUN_GOLDENS } from './log-state.ts'
import { goldenKey, type RunSnapshot, runSnapshot } from './run-snapshot.ts'
import { ownReasons, sharedChanges } from './shared-changes.ts'
import { setTolerances, type Tolerance } from './set-tolerances.ts'
import type { ViewRequest } from './view-request.ts'

/** Parameters of the comparison: keys of its candidates. */
export const COMPARISON_PARAMS = ['before', 'after'] as const

/** Runs that can be chosen, the newest. */
const MOST_RUNS = 200

/** A side that can be chosen, and how to read it. */
interface Choice {
  candidate: Candidate
  /** Whether it is complete: a run in progress is not. */
  ended: boolean
  read: () => Promise<RunSnapshot>
}

/**
 * Two runs or baselines, paired by golden: by default the run of the filter, else the last one, against the baseline, or
 * against the run before where there is no baseline. Throws a RequestError for a key that is not among the candidates.
 */
export async function comparisonView({ query, settings }: Sources, request: ViewRequest): Promise<RunComparison> {
  const { tolerance } = settings.regression
  // Replies to hypotheses and compared configurations are not compared, so a run of them alone is not a candidate.
  const { run: wanted, ...others } = request.filter
  const filter = { ...others, hypothesis: null, configuration: null }
  const runs = (await query.runs(filter, MOST_RUNS)).filter(({ sets }) => sets.length > 0)
  const choices = [...runs.map((run) => runChoice(query, run)), ...baselineChoices(settings)]
  const after = chosen(choices, request, 'after') ?? ofFilter(choices, wanted) ?? lastRunOf(choices)
  const rest = choices.filter((choice) => choice !== after)
  const before =
    chosen(choices, request, 'before') ??
    rest.find(({ candidate }) => candidate.key === 'baseline') ??
    (await earlierChoice(after, choices)) ??
    lastRunOf(rest)
  const facts = {
    candidates: choices.map(({ candidate }) => candidate),
    before: before?.candidate ?? null,
    after: after?.candidate ?? null,
    tolerance,
  }
  if (before === undefined || after === undefined) {
    const reason = `The time window has ${choices.length === 0 ? 'no run, and there is no baseline' : 'only one run or baseline'} to compare.`
    return {
      ...facts,
      metrics: [],
      shared: [],
      notes: [],
      goldens: [],
      empty: { state: 'missing', reason, next: RUN_GOLDENS },
    }
  }
  const sides = await Promise.all([before.read(), after.read()]).catch(problemOf)
  if (!Array.isArray(sides)) {
    const { reason, next } = sides
    const empty = { state: 'unreadable', reason, next: next ?? 'choose two runs to compare' } as const
    return { ...facts, metrics: [], shared: [], notes: [], goldens: [], empty }
  }
  const [first, second] = sides
  const withBaseline = [before, after].some(({ candidate }) => candidate.kind === 'baseline')
  const diffs = comparable(diffSnapshots(first.snapshot, second.snapshot, tolerance), { withBaseline })
  const goldens = diffs.map((diff) => pairedGolden(diff, { first, second, tolerance: setTolerances(settings) }))
  const shared = sharedChanges(goldens)
  return {
    ...facts,
    metrics: comparedMetrics(diffs),
    shared,
    notes: latencyNotes(diffs),
    goldens: goldens.map((golden) => ({ ...golden, reasons: ownReasons(golden.reasons, shared) })),
    empty: null,
  }
}

/** The run before `after` of the same goldens. */
async function earlierChoice(after: Choice | undefined, choices: readonly Choice[]): Promise<Choice | undefined> {
  if (after?.candidate.kind !== 'run') return undefined
  const earlier = choices.slice(choices.indexOf(after) + 1)
  const runs = earlier.filter(({ candidate, ended }) => candidate.kind === 'run' && ended)
  return (await earlierRun(await after.read(), runs, (run) => run.read()))?.run
}

/** The run that the address of a page chooses; undefined: it is not a candidate. */
function ofFilter(choices: readonly Choice[], run: LogFilter['run']): Choice | undefined {
  return choices.find(({ candidate }) => [run].flat().some((each) => candidate.key === `run:${each}`))
}

/** The last run that has ended, else one in progress. */
function lastRunOf(choices: readonly Choice[]): Choice | undefined {
  const runs = choices.filter(({ candidate }) => candidate.kind === 'run')
  return runs.find(({ ended }) => ended) ?? runs[0]
}

function runChoice(query: LogQuery, summary: RunSummary): Choice {
  const { run, first, last, backend, status, pass, fail, unjudged, unmeasured } = summary
  const ended = status !== null
  const replies = counted(pass + fail + unjudged + unmeasured, 'reply', 'replies')
  const parts = [`run ${run}`, replies, ...(backend === null ? [] : [backend]), ...(ended ? [] : ['not ended'])]
  const label = parts.join(', ')
  return {
    ended,
    candidate: { key: `run:${run}`, label, time: last, kind: 'run' },
    read: () => runSnapshot(query, { run, first, last }, label),
  }
}

/** The baseline and its dated copies. */
function baselineChoices({ baseline }: Settings): Choice[] {
  const choice = (path: string, { key, label, time }: Omit<Candidate, 'kind'>): Choice => ({
    ended: true,
    candidate: { key, label, time, kind: 'baseline' },
    read: async () => ({ snapshot: baselineSnapshot(path), traits: new Map(), messages: new Map(), misses: new Map() }),
  })
  const copies = datedCopies(baseline).toReversed()
  return [
    ...(existsSync(baseline) ? [choice(baseline, { key: 'baseline', label: 'baseline', time: null })] : []),
    ...copies.map(({ path, ts }) => {
      const name = basename(path)
      return choice(path, { key: `baseline:${name}`, label: name, time: Date.parse(ts) })
    }),
  ]
}

function baselineSnapshot(path: string) {
  try {
    const baseline = readBaseline(path)
    if (baseline === null) throw new Error(`${path} does not exist`)
    return snapshotOfBaseline(path, baseline, RUNBOOK)
  } catch (error) {
    const { reason, next } = baselineProblem(error)
    throw new Error(`${reason}\n${next ?? 'restore it: npx aios baseline restore'}`, { cause: error })
  }
}

function chosen(choices: readonly Choice[], { params }: ViewRequest, name: 'before' | 'after'): Choice | undefined {
  const key = params.get(name)
  if (key === undefined) return undefined
  const found = choices.find(({ candidate }) => candidate.key === key)
  if (found !== undefined) return found
  const next = 'choose a longer time, or one of the list'
  throw new RequestError(404, `"${key}" is not a run or baseline of the time window`, next)
}

function pairedGolden(
  diff: ComparableDiff,
  { first, second, tolerance }: { first: RunSnapshot; second: RunSnapshot; tolerance: Tolerance },
): PairedGolden {
  const { set, id, before, after, latencyChange, isStale, words } = diff
  const key = goldenKey(set, id)
  return {
    set,
    id,
    trait: second.traits.get(key) ?? first.traits.get(key) ?? null,
    ...changeOf(diff, tolerance(set)),
    before: before && sideOf(before),
    after: after && sideOf(after),
    latencyChange,
    stale: isStale,
    words,
    messages: { before: first.messages.get(key) ?? null, after: second.messages.get(key) ?? null },
    misses: { before: first.misses.get(key) ?? null, after: second.misses.get(key) ?? null },
  }
}

function sideOf({ source, model, judged, passed, latencyMs, origin, reply }: GoldenSnapshot): GoldenSide {
  return { source, model, judged, passed, latencyMs, origin, reply }
}
