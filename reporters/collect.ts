import type { TestCase, TestModule, TestSuite } from 'vitest/node'
import type { CassetteEntry } from '../schemas/generated/cassette.ts'
import type { ResponseEvent, UnmeasuredEvent } from '../schemas/generated/provenance.ts'
import { isJudged } from '../src/verdicts/golden.ts'
import type { GoldenResult, SetResults } from '../src/verdicts/results.ts'
import { printable } from '../src/text/printable.ts'
import { withoutSilentSources } from '../src/verdicts/empty-replies.ts'
import { judged } from '../src/provenance/judgement.ts'
import { resultsOf } from './results-ahead.ts'
import { eventOf } from './sent-event.ts'
import type { SetNote } from './task-data.ts'

/** The results of one golden set in a run. */
export interface CollectedSet {
  set: string
  /** Path of the golden set; null when the suite did not finish. */
  file: string | null
  results: SetResults
  /** Results of the other configuration, where the suite compares two; else null. */
  against: GoldenResult[] | null
  events: (ResponseEvent | UnmeasuredEvent)[]
  /** The verdicts; null: the suite crashed or was stopped before its verdict. */
  note: SetNote | null
  /**
   * Whether the suite passed without a retry that hides a failure, and every golden that ran was measured and judged.
   */
  ok: boolean
}

export interface Collected {
  sets: CollectedSet[]
  /** All replies of the run, of golden sets and of other tests. */
  events: (ResponseEvent | UnmeasuredEvent)[]
  recordings: CassetteEntry[]
  /** Why the verdicts of the run are not valid, even if its tests pass; usually empty. */
  problems: string[]
}

/** Whether no model was asked. */
export function isEmpty({ sets, events }: Pick<Collected, 'sets' | 'events'>): boolean {
  return events.length === 0 && sets.every(({ results }) => results.goldens.length === 0)
}

/**
 * Reads the data attached to tests, after a run or in a merge of shards. `errors`: those outside of tests.
 */
export function collect(
  modules: readonly TestModule[],
  errors: readonly unknown[],
  redact: (text: string) => string,
): Collected {
  const noted = Map.groupBy(
    modules.flatMap((module) => [...module.children.allSuites()].flatMap((suite) => notedOf(suite, redact))),
    ({ note }) => note.set,
  )
  const artifacts = modules.flatMap((module) => [...module.children.allTests()].flatMap(artifactsOf))
  const sent = artifacts.flatMap((artifact) => (artifact.type === 'aios:replies' ? artifact.replies.map(eventOf) : []))
  const events = judged(sent)
  const recordings = artifacts.flatMap((artifact) => (artifact.type === 'aios:recording' ? artifact.entries : []))
  // A question of a hypothesis does not count for the golden set that it comes from.
  const bySet = Map.groupBy(events, (event) => (event.hypothesis === undefined ? event.golden?.set : undefined))
  const names = new Set([...noted.keys(), ...[...bySet.keys()].filter((name) => name !== undefined)])
  const wholes = new Map([...bySet].map(([set, asked]) => [set, set === undefined ? [] : resultsOf(asked)]))
  const run = [...wholes.values()].flat()
  const problems = [...outsideErrors(errors), ...[...noted].flatMap(([name, suites]) => clashes(name, suites))]
  return {
    events,
    recordings,
    problems,
    sets: [...names].map((name) => {
      const asked = { events: bySet.get(name) ?? [], results: wholes.get(name) ?? [] }
      return collectSet(name, noted.get(name) ?? [], asked, run)
    }),
  }
}

/** Whether every repeat was measured and judged, and none failed before a retry passed. */
function isSettled(golden: GoldenResult): boolean {
  const isRetried = golden.replies.some(({ passed, passedOnRetry }) => passed === false && passedOnRetry === true)
  return golden.unmeasured.length === 0 && isJudged(golden) && !isRetried
}

/** Collects one set. If several projects of the Vitest config ran it, the worst of its suites counts. */
function collectSet(
  set: string,
  suites: readonly Noted[],
  { events, results }: { events: CollectedSet['events']; results: GoldenResult[] },
  run: readonly GoldenResult[],
): CollectedSet {
  const noted = suites.find(({ passed }) => !passed) ?? suites.at(-1)
  const [other, own] = noted?.note.configurations ?? []
  const answered = (configuration: string | undefined) => {
    const own = events.filter((event) => event.configuration === configuration)
    return own.length === events.length ? results : resultsOf(own)
  }
  const asked = withoutSilentSources(answered(own), run)
  const ids = noted?.note.ids ?? asked.map((golden) => golden.id)
  const known = new Set(asked.map((golden) => golden.id))
  const goldens = [...asked, ...suites.flatMap(({ silent }) => silent(known))]
  const settled = goldens.length > 0 && goldens.every(isSettled)
  return {
    set,
    file: noted?.note.file ?? null,
    results: { set, ids, goldens },
    against: other === undefined ? null : answered(other),
    events,
    note: noted?.note ?? null,
    ok: noted !== undefined && noted.passed && settled,
  }
}

interface Noted {
  note: SetNote
  passed: boolean
  /** Name of the Vitest project. */
  project: string
  /** Results for goldens whose test ran, without those that are known: they were never asked. */
  silent: (known: ReadonlySet<string>) => GoldenResult[]
}

function notedOf(suite: TestSuite, redact: (text: string) => string): Noted[] {
  const note = suite.meta().aiosSet
  if (note === undefined) return []
  const ids = new Set(note.ids)
  return [
    {
      note,
      passed: suite.ok() && suite.state() === 'passed',
      project: suite.project.name,
      silent: (known) =>
        [...suite.children.allTests('failed'), ...suite.children.allTests('passed')]
          .filter(({ name }) => ids.has(name) && !known.has(name))
          .map((test) => unasked(test, redact)),
    },
  ]
}

function unasked(test: TestCase, redact: (text: string) => string): GoldenResult {
  const error = test.result().errors?.[0]?.message
  const evidence = error ?? 'its test passed without asking'
  const remedy =
    error === undefined
      ? 'ask it in `each`: await ask(golden)'
      : 'see the error of its test: it ended before there was a reply'
  const unmeasured = [{ repeat: 0, cause: 'not_asked', evidence: printable(redact(evidence), { max: 500 }), remedy }]
  return { id: test.name, trait: '', fingerprint: '', replies: [], unmeasured }
}

function outsideErrors(errors: readonly unknown[]): string[] {
  if (errors.length === 0) return []
  const [count, they] = errors.length === 1 ? ['an error', 'it'] : [`${errors.length} errors`, 'they']
  return [`${count} outside of tests, shown above: ${they} may have affected any result`]
}

/** Sets with the same name in one project. Several projects of one Vitest config may run the same suite. */
function clashes(name: string, suites: readonly Noted[]): string[] {
  const files = new Set(suites.map(({ note }) => note.file))
  const projects = new Set(suites.map(({ project }) => project))
  if (files.size === 1 && projects.size === suites.length) return []
  return [`two golden sets are called "${printable(name)}": give each a name of its own (${[...files].join(', ')})`]
}

function artifactsOf(test: TestCase) {
  return test.artifacts().filter((artifact) => artifact.type === 'aios:replies' || artifact.type === 'aios:recording')
}
