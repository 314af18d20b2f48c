import type { TestCase, TestModule, TestSuite } from 'vitest/node'
import type { CassetteEntry } from '../schemas/generated/cassette.ts'
import type { ResponseEvent, UnmeasuredEvent } from '../schemas/generated/provenance.ts'
import type { SetResults } from '../src/evidence/results.ts'
import { goldenResults } from '../src/run/events.ts'
import type { SetNote } from './task-data.ts'

/** One golden set of a run, as its tests left it. */
export interface CollectedSet {
  set: string
  /** Path of the golden set; null when the suite did not get to its end. */
  file: string | null
  results: SetResults
  events: (ResponseEvent | UnmeasuredEvent)[]
  /** null: the suite crashed or was stopped before its verdict. */
  note: SetNote | null
  /** Whether Vitest counts the suite as passed, and all that ran was measured. */
  ok: boolean
}

export interface Collected {
  sets: CollectedSet[]
  /** All replies of the run, of golden sets and of other tests. */
  events: (ResponseEvent | UnmeasuredEvent)[]
  recordings: CassetteEntry[]
}

/** Reads the data that the tests carry; it is there in a merge of shards as well as after a run. */
export function collect(modules: readonly TestModule[]): Collected {
  const suites = modules.flatMap((module) => [...module.children.allSuites()])
  const notes = new Map(suites.flatMap((suite) => noteOf(suite)))
  const artifacts = modules.flatMap((module) => [...module.children.allTests()].flatMap(artifactsOf))
  const events = artifacts.flatMap((artifact) => (artifact.type === 'aios:reply' ? [artifact.event] : []))
  const recordings = artifacts.flatMap((artifact) => (artifact.type === 'aios:recording' ? artifact.entries : []))
  const bySet = Map.groupBy(events, (event) => event.golden?.set)
  const names = new Set([...notes.keys(), ...[...bySet.keys()].filter((name) => name !== undefined)])
  return {
    events,
    recordings,
    sets: [...names].map((name) => collectSet(name, notes.get(name), bySet.get(name) ?? [])),
  }
}

function collectSet(set: string, noted: Noted | undefined, events: CollectedSet['events']): CollectedSet {
  const goldens = goldenResults(events)
  const ids = noted?.note.ids ?? goldens.map((golden) => golden.id)
  const measured = goldens.length > 0 && goldens.every((golden) => golden.unmeasured.length === 0)
  return {
    set,
    file: noted?.note.file ?? null,
    results: { set, ids, goldens },
    events,
    note: noted?.note ?? null,
    ok: noted !== undefined && noted.passed && measured,
  }
}

interface Noted {
  note: SetNote
  passed: boolean
}

function noteOf(suite: TestSuite): [string, Noted][] {
  const note = suite.meta().aiosSet
  return note === undefined ? [] : [[note.set, { note, passed: suite.ok() && suite.state() === 'passed' }]]
}

function artifactsOf(test: TestCase) {
  return test.artifacts().filter((artifact) => artifact.type === 'aios:reply' || artifact.type === 'aios:recording')
}
