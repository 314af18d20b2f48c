import type { TestCase, TestModule, TestSuite } from 'vitest/node'
import type { CassetteEntry } from '../schemas/generated/cassette.ts'
import type { ResponseEvent, UnmeasuredEvent } from '../schemas/generated/provenance.ts'
import { isJudged } from '../src/verdicts/golden.ts'
import type { GoldenResult, SetResults } from '../src/verdicts/results.ts'
import { printable } from '../src/text/printable.ts'
import { withoutSilentSources } from '../src/verdicts/empty-replies.ts'
import { goldenResults } from '../src/provenance/results/golden-results.ts'
import { judged } from '../src/provenance/judgement.ts'
import type { SetNote } from './task-data.ts'

/** One golden set of a run, as its tests left it. */
export interface CollectedSet {
  set: string
  /** Path of the golden set; null when the suite did not get to its end. */
  file: string | null
  results: SetResults
  /** What the other configuration answered, where the suite compares two; null: it does not. */
  against: GoldenResult[] | null
  events: (ResponseEvent | UnmeasuredEvent)[]
  /** null: the suite crashed or was stopped before its verdict. */
  note: SetNote | null
  /** Whether Vitest counts the suite as passed without a retry that made it so, and all that ran was measured and judged. */
  ok: boolean
}

export interface Collected {
  sets: CollectedSet[]
  /** All replies of the run, of golden sets and of other tests. */
  events: (ResponseEvent | UnmeasuredEvent)[]
  recordings: CassetteEntry[]
  /** Why no verdict of the run counts, whatever its tests say; empty where nothing is wrong. */
  faults: string[]
}

/**
 * Reads the data that the tests carry; it is there in a merge of shards as well as after a run. `errors` are those that
 * happened outside of tests, so that nobody knows whose they are.
 */
export function collect(modules: readonly TestModule[], errors: readonly unknown[]): Collected {
  const noted = Map.groupBy(
    modules.flatMap((module) => [...module.children.allSuites()].flatMap(notedOf)),
    ({ note }) => note.set,
  )
  const artifacts = modules.flatMap((module) => [...module.children.allTests()].flatMap(artifactsOf))
  const sent = artifacts.flatMap((artifact) => (artifact.type === 'aios:replies' ? artifact.events : []))
  const events = judged(sent)
  const recordings = artifacts.flatMap((artifact) => (artifact.type === 'aios:recording' ? artifact.entries : []))
  // What a hypothesis asks is its own, whatever set its questions come from.
  const bySet = Map.groupBy(events, (event) => (event.hypothesis === undefined ? event.golden?.set : undefined))
  const names = new Set([...noted.keys(), ...[...bySet.keys()].filter((name) => name !== undefined)])
  const run = [...bySet].flatMap(([set, asked]) => (set === undefined ? [] : goldenResults(asked)))
  const faults = [...outside(errors), ...[...noted].flatMap(([name, suites]) => clashes(name, suites))]
  return {
    events,
    recordings,
    faults,
    sets: [...names].map((name) => collectSet(name, noted.get(name) ?? [], bySet.get(name) ?? [], run)),
  }
}

/** Was every repeat measured and judged, and is none a failure that only a retry of its test made up for? */
function isSettled(golden: GoldenResult): boolean {
  const madeUp = golden.replies.some(({ passed, passedOnRetry }) => passed === false && passedOnRetry === true)
  return golden.unmeasured.length === 0 && isJudged(golden) && !madeUp
}

/** A set that several projects of one Vitest config ran is as good as the worst of its suites. */
function collectSet(
  set: string,
  suites: readonly Noted[],
  events: CollectedSet['events'],
  run: readonly GoldenResult[],
): CollectedSet {
  const noted = suites.find(({ passed }) => !passed) ?? suites.at(-1)
  const [other, own] = noted?.note.configurations ?? []
  const answered = (configuration: string | undefined) =>
    goldenResults(events.filter((event) => event.configuration === configuration))
  const asked = withoutSilentSources(answered(own), run)
  const ids = noted?.note.ids ?? asked.map((golden) => golden.id)
  const known = new Set(asked.map((golden) => golden.id))
  const goldens = [...asked, ...suites.flatMap(({ silent }) => silent.filter(({ id }) => !known.has(id)))]
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
  /** Goldens whose test ran; those of them that no reply belongs to were never asked. */
  silent: GoldenResult[]
}

function notedOf(suite: TestSuite): Noted[] {
  const note = suite.meta().aiosSet
  if (note === undefined) return []
  const ran = [...suite.children.allTests('failed'), ...suite.children.allTests('passed')]
  return [
    {
      note,
      passed: suite.ok() && suite.state() === 'passed',
      project: suite.project.name,
      silent: ran.filter((test) => note.ids.includes(test.name)).map(unasked),
    },
  ]
}

function unasked(test: TestCase): GoldenResult {
  const error = test.result().errors?.[0]?.message
  const evidence = error ?? 'its test passed without asking'
  const remedy =
    error === undefined
      ? 'ask it in `each`: await ask(golden)'
      : 'see the error of its test: it ended before there was a reply'
  const unmeasured = [{ repeat: 0, cause: 'not_asked', evidence: printable(evidence, { max: 500 }), remedy }]
  return { id: test.name, trait: '', fingerprint: '', replies: [], unmeasured }
}

function outside(errors: readonly unknown[]): string[] {
  if (errors.length === 0) return []
  const [count, spoiled] = errors.length === 1 ? ['an error', 'it'] : [`${errors.length} errors`, 'they']
  return [`${count} outside of tests, shown above: nobody knows what ${spoiled} spoiled`]
}

/** Several projects of one Vitest config may run the same suite; within a project a name is one set's. */
function clashes(name: string, suites: readonly Noted[]): string[] {
  const files = new Set(suites.map(({ note }) => note.file))
  const projects = new Set(suites.map(({ project }) => project))
  if (files.size === 1 && projects.size === suites.length) return []
  return [`two golden sets are called "${printable(name)}": give each a name of its own (${[...files].join(', ')})`]
}

function artifactsOf(test: TestCase) {
  return test.artifacts().filter((artifact) => artifact.type === 'aios:replies' || artifact.type === 'aios:recording')
}
