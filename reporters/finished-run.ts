import type { TestModule, Vitest } from 'vitest/node'
import type { Baseline } from '../schemas/generated/baseline.ts'
import { readUnchanged } from '../src/artifacts/baseline/read-unchanged.ts'
import type { BaselineMode } from '../src/artifacts/baseline/baseline-mode.ts'
import type { HypothesisFamily } from '../src/provenance/hypothesis/family.ts'
import { attemptInto } from './attempt-into.ts'
import { collect, type Collected } from './collect.ts'
import { extentOf, isShardLost } from './extent.ts'
import { collectHypotheses } from './hypothesis-outcomes.ts'
import { otherFailures } from './other-failures.ts'
import { partialReason } from './run-extent.ts'
import { absentSets } from './warnings.ts'

/** The sets of the baseline that a run did not reach. */
export interface AbsentSets {
  sets: readonly string[]
  /** Names of all sets of the project; null: the run covered only a part of it. */
  existing: ReadonlySet<string> | null
  /** Whether a merge of reports lacks a shard that may contain them. */
  isShardLost: boolean
}

/** The results of a run, before its status is decided. */
export interface FinishedRun {
  collected: Collected
  /** null: the run has no hypotheses. */
  family: HypothesisFamily | null
  mode: BaselineMode
  /** The baseline that the sets were compared with; null without one. */
  before: Baseline | null
  /** null: the run has hypotheses only. */
  absent: AbsentSets | null
  /** Failures other than the verdicts on golden sets, such as another test. */
  failures: readonly string[]
  /** Whether all tests passed. */
  passed: boolean
  /** The pattern of `-t`, where it skipped every test and no error happened; else null. */
  unmatched: string | null
  /** Why the verdicts of the run are not valid, such as a baseline that cannot be read. */
  problems: readonly string[]
}

/** The result of the part of a run that a reporter covers. */
export interface EndedTests {
  modules: readonly TestModule[]
  /** Errors that happened outside of tests. */
  errors: readonly unknown[]
  /** Vitest's own, or `passed` where only other parts failed. */
  reason: string
}

/** Whether only hypotheses ran, so that baseline and report of the goldens stay as they are. */
export function isHypothesesOnly({ collected, family }: Pick<FinishedRun, 'collected' | 'family'>): boolean {
  return family !== null && collected.sets.length === 0
}

/** Collects the data attached to the tests of a run. `redact` removes from texts what must not reach a file. */
export function collectTests({ modules, errors, reason }: EndedTests, redact: (text: string) => string) {
  return {
    collected: collect(modules, errors, redact),
    family: collectHypotheses(modules),
    failures: otherFailures(modules, reason),
    passed: reason === 'passed',
  }
}

/** Reads the files that a run is compared with. */
export async function finishedRun(
  tests: ReturnType<typeof collectTests>,
  { modules, errors }: EndedTests,
  {
    vitest,
    testFiles,
    mode,
    baseline,
  }: { vitest: Vitest; testFiles: () => Promise<string[]>; mode: BaselineMode; baseline: string },
): Promise<FinishedRun> {
  const problems = [...tests.collected.problems]
  const attempt = attemptInto(problems)
  const before = await attempt(() => readUnchanged(baseline))
  const absent = isHypothesesOnly(tests)
    ? null
    : await attempt(async (): Promise<AbsentSets> => {
        const sets = absentSets(before, tests.collected)
        const files = await testFiles()
        const extent = extentOf(vitest, modules, files, sets)
        return {
          sets,
          existing: partialReason(extent) === null ? new Set(tests.collected.sets.map(({ set }) => set)) : null,
          isShardLost: isShardLost(extent, modules, files),
        }
      })
  const pattern = vitest.config.testNamePattern?.source ?? null
  return { ...tests, mode, before, absent, unmatched: isAllSkipped(modules, errors) ? pattern : null, problems }
}

function isAllSkipped(modules: readonly TestModule[], errors: readonly unknown[]): boolean {
  const tests = modules.flatMap((module) => [...module.children.allTests()])
  return (
    errors.length === 0 &&
    modules.every((module) => module.ok()) &&
    tests.length > 0 &&
    tests.every((test) => test.result().state === 'skipped')
  )
}
