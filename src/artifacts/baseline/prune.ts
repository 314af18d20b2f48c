import type { Baseline } from '../../../schemas/generated/baseline.ts'

/** What no longer exists: a set (`golden` null), or a golden of a set that exists. */
export interface Pruned {
  set: string
  golden: string | null
}

/** The names of a project's tests, as `vitest list` gives them: `SET > ID`, after the names of outer suites. */
export type TestNames = readonly string[]

/** A baseline without the sets and goldens of which the project has no test. Pure. */
export function pruneBaseline(baseline: Baseline, names: TestNames): { baseline: Baseline; pruned: Pruned[] } {
  const paths = names.map((name) => `${SEPARATOR}${name}`)
  const pruned: Pruned[] = []
  const sets = Object.entries(baseline.sets).flatMap(([set, content]): [string, typeof content][] => {
    const tests = paths.filter((path) => path.includes(`${SEPARATOR}${set}${SEPARATOR}`))
    if (tests.length === 0) {
      pruned.push({ set, golden: null })
      return []
    }
    const kept = Object.entries(content.goldens).filter(([id]) => {
      const exists = tests.some((path) => path.endsWith(`${SEPARATOR}${set}${SEPARATOR}${id}`))
      if (!exists) pruned.push({ set, golden: id })
      return exists
    })
    return [[set, { ...content, goldens: Object.fromEntries(kept) }]]
  })
  return { baseline: { ...baseline, sets: Object.fromEntries(sets) }, pruned }
}

const SEPARATOR = ' > '
