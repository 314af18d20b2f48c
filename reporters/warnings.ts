import type { TestCase, TestModule } from 'vitest/node'
import type { Baseline } from '../schemas/generated/baseline.ts'
import type { RunSession } from './run-session.ts'
import type { RunOutcome } from '../src/provenance/run-outcome.ts'
import type { Collected } from './collect.ts'
import type { FinishedRun } from './finished-run.ts'
import type { BaselinePlan } from './plan-baseline.ts'

/** Whether golden suites should have asked: one of them or its worker broke, or they were all that there was to run. */
export function isMissed(session: RunSession, modules: readonly TestModule[], errors: readonly unknown[]): boolean {
  if (!session.used) return false
  const ran = (test: TestCase) => test.result().state === 'passed' || test.result().state === 'failed'
  return (
    errors.length > 0 ||
    modules.some((module) => module.errors().length > 0) ||
    !modules.some((module) => [...module.children.allTests()].some(ran))
  )
}

/** Said of a baseline that was recorded in a replay. */
const COPY =
  'the baseline was recorded from recordings: a replay of the same compares them with themselves. Record it live to compare'

/** Names of the sets that the baseline holds and this run did not reach. */
export function absentSets(baseline: Baseline | null, { sets }: Pick<Collected, 'sets'>): string[] {
  const ran = new Set(sets.map(({ set }) => set))
  return Object.keys(baseline?.sets ?? {}).filter((name) => !ran.has(name))
}

/** What the replies came from. In a merge of shards nobody opened a backend: the replies tell. */
export function backendOf(session: RunSession, { events }: Collected): RunOutcome['backend'] {
  if (session.backend !== null) return session.backend.kind
  if (events.length === 0) return 'none'
  return isReplay({ events }) ? 'replay' : 'live'
}

/** Whether no reply was measured in this run. */
function isReplay({ events }: Pick<Collected, 'events'>): boolean {
  return events.every((event) => event.origin === 'replayed')
}

/** Replies of a model that took the place of one that failed: a run may pass, and be half of what it was. */
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

/** Replies that the client had to ask for again: each is measured from its last try, so a failing server looks healthy. */
function askedAgain({ events }: Pick<Collected, 'events'>): string[] {
  const again = events.filter((event) => event.verdict !== 'unmeasured' && event.tries > 1)
  if (again.length === 0) return []
  const tries = Math.max(...again.map((event) => event.tries))
  return [
    `${again.length} of ${events.length} replies came only after further tries, at most ${tries}: the server failed before. Their latencies are those of the last try`,
  ]
}

/** Said of a set of the baseline that the run did not reach. */
export function notReached(set: string): string {
  return `the baseline also holds "${set}", which did not run`
}

/** What a person should know of a run beside its verdicts. Pure. */
export function warningsOf(
  { collected, absent }: Pick<FinishedRun, 'collected' | 'absent'>,
  plan: BaselinePlan,
  tornBytes: number,
): string[] {
  const removed = plan.kind === 'record' ? plan.removed : []
  const unreached = (absent?.sets ?? []).filter((name) => !removed.includes(`the set "${name}"`))
  return [
    ...unreached.map(notReached),
    ...(removed.length > 0 ? [`removed from the baseline, because they no longer exist: ${removed.join(', ')}`] : []),
    ...stoodIn(collected),
    ...askedAgain(collected),
    ...(plan.kind === 'record' && isReplay(collected) ? [COPY] : []),
    ...(tornBytes === 0
      ? []
      : [`the log ended in a torn line of ${tornBytes} bytes, left by a run that was killed; it is kept and skipped`]),
  ]
}
