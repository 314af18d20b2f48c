import type { TestCase, TestModule } from 'vitest/node'
import { familyOf, type HypothesisFamily } from '../src/provenance/hypothesis/family.ts'
import {
  type HypothesisNote,
  type JudgedNote,
  unmeasuredNote,
  type UnmeasuredNote,
} from '../src/provenance/hypothesis/hypothesis-note.ts'

/** Judges the hypotheses of a run together, from the data attached to their tests; null without hypotheses. */
export function collectHypotheses(modules: readonly TestModule[]): HypothesisFamily | null {
  const tests = modules.flatMap((module) => [...module.children.allTests()].flatMap(noted))
  const ran = tests.filter(({ test }) => test.result().state !== 'skipped')
  if (ran.length === 0) return null
  const family = familyOf(
    ran.map(({ test, note }) => closed(test, note)),
    tests.length - ran.length,
  )
  return { ...family, problems: [...family.problems, ...clashes(tests)] }
}

interface Noted {
  test: TestCase
  note: HypothesisNote
}

function noted(test: TestCase): Noted[] {
  const note = hypothesisNoteOf(test)
  return note === undefined ? [] : [{ test, note }]
}

/** The note of the hypothesis that a test judges; undefined for other tests. */
export function hypothesisNoteOf(test: TestCase): HypothesisNote | undefined {
  const sent = test.artifacts().flatMap((artifact) => (artifact.type === 'aios:hypothesis' ? [artifact.note] : []))
  return sent.at(-1) ?? test.meta().aiosHypothesis
}

/** The note of a test that has ended. A failed test has no outcome, unless its outcome made it fail. */
function closed(test: TestCase, note: HypothesisNote): JudgedNote | UnmeasuredNote {
  if (note.outcome === 'unmeasured') return note
  const { state, errors } = test.result()
  if (note.outcome !== 'open') {
    const refuted = note.declaration.must === 'hold' && note.outcome !== 'supported'
    if (state === 'passed' || (state === 'failed' && refuted)) return note
  }
  return unmeasuredNote(note, errors?.[0]?.message ?? 'its test did not finish')
}

/** Hypotheses with the same id in one project. Several projects of one Vitest config may run the same file. */
function clashes(tests: readonly Noted[]): string[] {
  const byId = Map.groupBy(tests, ({ test, note }) => JSON.stringify([test.project.name, note.id]))
  return [...byId.values()].flatMap((same) => {
    const [first] = same
    if (first === undefined || same.length === 1) return []
    const files = [...new Set(same.map(({ test }) => test.module.relativeModuleId))].join(', ')
    return [`${same.length} hypotheses are called ${first.note.id}: give each an id of its own (${files})`]
  })
}
