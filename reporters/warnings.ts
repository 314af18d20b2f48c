import type { TestCase, TestModule } from 'vitest/node'
import type { Baseline } from '../schemas/generated/baseline.ts'
import { nameInBaseline } from '../src/artifacts/baseline/set-in-baseline.ts'
import { counted } from '../src/text/counted.ts'
import type { RunSession } from './run-session.ts'
import type { RunOutcome } from '../src/provenance/run-outcome.ts'
import { type Collected, isEmpty } from './collect.ts'
import type { FinishedRun } from './finished-run.ts'
import type { BaselinePlan } from './plan-baseline.ts'

/** Whether a run without replies must be reported: a suite or its worker crashed, or no other test ran. */
export function isMissed(session: RunSession, modules: readonly TestModule[], errors: readonly unknown[]): boolean {
  if (!session.used) return false
  const ran = (test: TestCase) => test.result().state === 'passed' || test.result().state === 'failed'
  return (
    errors.length > 0 ||
    modules.some((module) => module.errors().length > 0) ||
    !modules.some((module) => [...module.children.allTests()].some(ran))
  )
}

/** The warning for a baseline that was recorded in a replay. */
const COPY =
  'the baseline was recorded from a replay, so a replay of the same cassettes compares them with themselves. Record it live to compare'

/** The warning for measured goldens of the baseline that a replay replaced. */
function replacedMeasured(before: Baseline | null, { baseline }: Extract<BaselinePlan, { kind: 'record' }>): string[] {
  const replaced = Object.entries(before?.sets ?? {}).flatMap(([set, { goldens }]) =>
    Object.entries(goldens).filter(
      ([id, { origin }]) => origin === 'measured' && baseline.sets[set]?.goldens[id]?.origin === 'replayed',
    ),
  )
  if (replaced.length === 0) return []
  return [
    `a replay replaced ${counted(replaced.length, 'measured golden')} of the baseline. Restore the file from version control to undo it`,
  ]
}

/** Names of the sets in the baseline that this run did not reach. */
export function absentSets(baseline: Baseline | null, { sets }: Pick<Collected, 'sets'>): string[] {
  if (baseline === null) return []
  const ran = new Set(sets.map(({ set, results }) => nameInBaseline(baseline, set, results.ids)))
  return Object.keys(baseline.sets).filter((name) => !ran.has(name))
}

/** The backend of a run. A merge of shards opens none, so the replies decide. */
export function backendOf(session: RunSession, { events }: Collected): RunOutcome['backend'] {
  if (session.backend !== null) return session.backend.kind
  if (events.length === 0) return 'none'
  return isReplay({ events }) ? 'replay' : 'live'
}

/** Whether all replies of the run were replayed. */
function isReplay({ events }: Pick<Collected, 'events'>): boolean {
  return events.every((event) => event.origin === 'replayed')
}

/** Warnings for replies of the fallback model: such a run can pass without testing the model that failed. */
function stoodIn({ events }: Pick<Collected, 'events'>): string[] {
  const replaced = Map.groupBy(
    events.flatMap(({ instead_of }) => instead_of ?? []),
    ({ source, cause }) => `${source} did not answer (${cause})`,
  )
  return [...replaced].map(([why, { length }]) =>
    length === 1
      ? `${why}, and the other model did in its place`
      : `${why} ${length} times, and the other model did in its place`,
  )
}

/** The warning for replies after retries. Latency is that of the last try, so a failing server would look healthy. */
function askedAgain({ events }: Pick<Collected, 'events'>): string[] {
  const again = events.filter((event) => event.verdict !== 'unmeasured' && event.tries > 1)
  if (again.length === 0) return []
  const tries = Math.max(...again.map((event) => event.tries))
  return [
    `${again.length} of ${events.length} replies needed more than one try, at most ${tries}, because the server failed. Their latencies are those of the last try`,
  ]
}

/** The warning for a set of the baseline that the run did not reach. */
export function notReached(set: string): string {
  return `the baseline also contains "${set}", which did not run`
}

/** The warnings of a run. Pure. */
export function warningsOf(
  { collected, absent, before }: Pick<FinishedRun, 'collected' | 'absent' | 'before'>,
  plan: BaselinePlan,
  tornBytes: number,
): string[] {
  const [removed, accepted] = plan.kind === 'record' ? [plan.removed, plan.accepted] : [[], []]
  // Where nothing ran, a problem of the run says so.
  const unreached = (isEmpty(collected) ? [] : (absent?.sets ?? [])).filter(
    (name) => !removed.includes(`the set "${name}"`),
  )
  return [
    ...unreached.map(notReached),
    ...(removed.length > 0 ? [`removed from the baseline, because they no longer exist: ${removed.join(', ')}`] : []),
    ...(accepted.length > 0
      ? [`recorded as known failures, which fail no test, but count in the pass rate: ${accepted.join(', ')}`]
      : []),
    ...stoodIn(collected),
    ...askedAgain(collected),
    ...(plan.kind === 'record' && isReplay(collected) ? [...replacedMeasured(before, plan), COPY] : []),
    ...(tornBytes === 0
      ? []
      : [`the log ended in an incomplete line of ${tornBytes} bytes, left by a run that was killed; readers skip it`]),
  ]
}
